# Completion of disctui in bash, 3.2 or later: eval "$(disctui completions bash)"

_disctui() {
    local line also='' typed="${COMP_WORDS[COMP_CWORD]}"
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            $'\t'*) also=${line#$'\t'} ;;
            *) COMPREPLY[${#COMPREPLY[@]}]=$line ;;
        esac
    done < <("${COMP_WORDS[0]}" completions bash -- "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
    if [[ -n $also && ${#COMPREPLY[@]} -eq 0 ]]; then
        [[ $typed == '=' ]] && typed=''
        type compopt >/dev/null 2>&1 && compopt -o filenames +o nospace
        case $also in
            files) while IFS= read -r line; do COMPREPLY[${#COMPREPLY[@]}]=$line; done < <(compgen -f -- "$typed") ;;
            folders) while IFS= read -r line; do COMPREPLY[${#COMPREPLY[@]}]=$line; done < <(compgen -d -- "$typed") ;;
        esac
    fi
}

complete -o nospace -F _disctui disctui
