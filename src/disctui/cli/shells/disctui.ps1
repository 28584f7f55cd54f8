# Completion of disctui in PowerShell 7: disctui completions powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName disctui -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or ($_.Extent.EndOffset -le $cursorPosition -and -not $wordToComplete) } |
        ForEach-Object { if ($_.PSObject.Properties['Value']) { [string]$_.Value } else { $_.Extent.Text } })
    & $words[0] completions powershell '--' @words "$wordToComplete" 2>$null | ForEach-Object {
        $kind, $word, $help = $_ -split "`t", 3
        if ($kind -eq 'also') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        }
        else {
            $quoted = if ($word -match "[\s'`"(){};,|&$``]") { "'" + $word.Replace("'", "''") + "'" } else { $word }
            $shown = if ($help) { $help } else { $word }
            [System.Management.Automation.CompletionResult]::new($quoted, $word, 'ParameterValue', $shown)
        }
    }
}
