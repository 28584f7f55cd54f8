"""The editing core knows no screen."""

import subprocess
import sys


def test_the_editing_core_imports_no_textual() -> None:
    modules = "changes, drafts, editor, field_edit, history, operations, people"
    script = f"import sys; from disctui.editing import {modules}; print('textual' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
