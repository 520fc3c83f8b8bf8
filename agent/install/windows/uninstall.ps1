<#
Gỡ tác nhân và phần báo cáo của máy phòng máy. Cấu hình và số liệu được giữ lại, trừ khi thêm -Purge.
Takes the agent and the lab machine's reporter off this machine. Config and data stay, unless -Purge is given.
#>
#Requires -Version 5.1
#Requires -RunAsAdministrator
[CmdletBinding()]
param([switch] $Purge)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'steps.ps1')

foreach ($name in $AgentTask, $MachineTask) {
  if (-not (Test-Task $name)) { continue }
  Stop-Task $name
  Unregister-ScheduledTask -TaskName $name -Confirm:$false
}
Remove-LabRule
if (Test-Path $ProgramRoot) { Remove-Item -Recurse -Force -Path $ProgramRoot }
if ($Purge) {
  if (Test-Path $DataRoot) { Remove-Item -Recurse -Force -Path $DataRoot }
  Write-Both 'Đã gỡ hatang, cả cấu hình và số liệu.' 'hatang is gone, with its config and data.'
} else {
  Write-Both "Đã gỡ hatang. Còn giữ $DataRoot; xóa bằng: uninstall.ps1 -Purge" "hatang is gone. $DataRoot is kept; to delete it: uninstall.ps1 -Purge"
}
