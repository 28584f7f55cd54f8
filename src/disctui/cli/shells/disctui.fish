# Completion of disctui in fish: disctui completions fish | source

function __disctui_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    for line in ($words[1] completions fish -- $words "$typed" 2>/dev/null)
        switch $line
            case \tfiles
                __fish_complete_path $typed
            case \tfolders
                __fish_complete_directories $typed
            case '*'
                echo -- $line
        end
    end
end

complete --command disctui --no-files --arguments '(__disctui_complete)'
