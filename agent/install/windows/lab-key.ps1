<#
Ghi lab.txt cạnh tệp này: máy chủ, khóa và phòng, để cài các máy của một phòng máy mà không phải gõ gì. Giữ kín như mật khẩu.
Writes lab.txt beside this file: server, key and room, to set up the machines of a lab without typing. To be kept like a password.

  lab-key.ps1 [-Room ID]
#>
#Requires -Version 5.1
#Requires -RunAsAdministrator
[CmdletBinding()]
param([string] $Room)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'steps.ps1')

$told = Invoke-Hatang agent lab-key --config (Join-Path $DataRoot 'agent.yaml') --json | ConvertFrom-Json
if ($null -eq $told.PSObject.Properties['agent']) {
  Write-Both 'Chưa mở nơi máy phòng Tin học báo về: vào trang Khai báo, bước Phòng máy.' 'Lab machines have nowhere to report to yet: see the setup page, step Labs.'
  exit 1
}
if (-not $Room) { $Room = Read-Host 'Mã phòng máy / id of the room' }
$file = Join-Path $PSScriptRoot 'lab.txt'
Set-Content -Path $file -Encoding ASCII -Value "Agent=$($told.agent)", "Key=$($told.key)", "Room=$Room"
Write-Both "Đã ghi $file. Chép cả thư mục này sang USB, rồi bấm đúp install-machine.cmd trên từng máy." "Wrote $file. Copy this folder to a USB stick, then double-click install-machine.cmd on each machine."
