"""Every exporter by the name that `--format` calls it."""

from collections.abc import Mapping
from types import MappingProxyType

from disctui.exporters.csv_table import CsvTable
from disctui.exporters.exporter import Exporter
from disctui.exporters.html_page import HtmlPage
from disctui.exporters.json_document import JsonDocument, JsonLines
from disctui.exporters.markdown import Markdown

EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {exporter.name: exporter for exporter in (CsvTable(), JsonDocument(), JsonLines(), HtmlPage(), Markdown())}
)
