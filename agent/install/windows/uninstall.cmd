@rem Asks Windows for an administrator's right, then runs uninstall.ps1; the window stays until a key is pressed.
@set "HATANG_SCRIPT=%~dp0uninstall.ps1"
@powershell.exe -NoProfile -Command "$q = [char]34; Start-Process cmd.exe -Verb RunAs -ArgumentList ('/c ' + $q + 'powershell.exe -NoProfile -ExecutionPolicy Bypass -File ' + $q + $env:HATANG_SCRIPT + $q + ' & pause' + $q)"
