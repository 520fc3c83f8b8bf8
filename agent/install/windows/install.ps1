<#
Cài tác nhân hatang lên máy chủ của trường, hoặc nâng cấp bản đã cài: cấu hình và số liệu được giữ nguyên.
Installs the school's agent on its server, or brings an installed one up to date: config and data stay.

  install.ps1 -Collector URL -Code CODE [-LabPort 8483]
#>
#Requires -Version 5.1
#Requires -RunAsAdministrator
[CmdletBinding()]
param(
  [string] $Collector,
  [string] $Code,
  [string] $Agent = 'may-chu',
  # Opened to the school's own network, for lab machines to report to.
  [ValidateRange(0, 65535)] [int] $LabPort = 0,
  [switch] $EnrolAgain
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'steps.ps1')

$config = Join-Path $DataRoot 'agent.yaml'
$data = Join-Path $DataRoot 'data'
$enrolled = (Test-Path (Join-Path $data 'token')) -and -not $EnrolAgain
if (-not $enrolled) {
  if (-not $Collector) { $Collector = Read-Host 'Địa chỉ trung tâm / address of the centre (https://...)' }
  if (-not $Code) { $Code = Read-Host 'Mã ghi danh / enrolment code' }
}

Stop-Task $AgentTask
Copy-Program
New-PrivateFolder $DataRoot
if ($enrolled) {
  Write-Both 'Máy này đã ghi danh: giữ nguyên cấu hình và số liệu.' 'Already enrolled: config and data stay as they are.'
} else {
  Invoke-Hatang agent enroll --collector $Collector --code $Code --agent $Agent --config $config --data $data
}
Register-Task $AgentTask 'hatang-agent.xml' "agent run --config `"$config`""
if ($LabPort -gt 0) { Open-LabPort $LabPort }
Start-ScheduledTask -TaskName $AgentTask
Start-Sleep -Seconds 5
if ((Get-ScheduledTask -TaskName $AgentTask).State -ne 'Running') {
  Write-Both 'Tác nhân không chạy được. Kiểm tra cấu hình:' 'The agent does not run. Check its config:'
  Invoke-Hatang agent check --config $config
  throw "hatang agent run: $((Get-ScheduledTaskInfo -TaskName $AgentTask).LastTaskResult)"
}
Write-Both 'Đã cài, đang chạy và tự chạy khi bật máy.' 'Installed; it runs, and starts with the machine.'
Invoke-Hatang agent setup --config $config
