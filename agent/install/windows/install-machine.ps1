<#
Cài phần báo cáo lên một máy trong phòng máy: máy tự báo cho máy chủ của trường khi bật máy và cứ bốn giờ một lần.
Sets a lab machine up to tell the school's server about itself, at start and every four hours.

  install-machine.ps1 -Agent HOST:PORT -Key hl1.... -Room ID

What isn't given is read from lab.txt beside this script: lines Agent=..., Key=..., Room=...
#>
#Requires -Version 5.1
#Requires -RunAsAdministrator
[CmdletBinding()]
param(
  [string] $Agent,
  [string] $Key,
  [string] $Room
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'steps.ps1')

$known = @{}
$file = Join-Path $PSScriptRoot 'lab.txt'
if (Test-Path $file) { $known = ConvertFrom-StringData (Get-Content -Raw -Path $file) }
if (-not $Agent) { $Agent = $known['Agent'] }
if (-not $Key) { $Key = $known['Key'] }
if (-not $Room) { $Room = $known['Room'] }
if (-not $Agent) { $Agent = Read-Host 'Máy chủ của trường / the school server (192.168.1.5:8483)' }
if (-not $Key) { $Key = Read-Host 'Khóa phòng máy / key of the labs (hl1....)' }

$data = Join-Path $DataRoot 'machine'
Stop-Task $MachineTask
Copy-Program
New-PrivateFolder $DataRoot
$told = @('--agent', $Agent, '--key', $Key, '--data', $data)
if ($Room) { $told += @('--room', $Room) }
Invoke-Hatang machine enroll @told
Register-Task $MachineTask 'hatang-machine.xml' "machine report --data `"$data`""
Start-ScheduledTask -TaskName $MachineTask
Write-Both 'Đã cài: máy này tự báo cho máy chủ khi bật máy và cứ bốn giờ một lần.' 'Installed: this machine tells the server at start and every four hours.'
