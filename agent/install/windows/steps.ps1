# What the scripts beside this one share. Run by each of them; does nothing by itself.

$ProgramRoot = Join-Path $env:ProgramFiles 'hatang'
$Program = Join-Path $ProgramRoot 'hatang.exe'
$DataRoot = Join-Path $env:ProgramData 'hatang'
$AgentTask = 'hatang agent'
$MachineTask = 'hatang machine'
$LabRule = 'hatang-labs'

# Names of accounts differ between languages of Windows; their numbers don't. Source: Microsoft, well-known SIDs.
$System = '*S-1-5-18'
$Administrators = '*S-1-5-32-544'
$LocalService = '*S-1-5-19'

function Write-Both([string] $Vietnamese, [string] $English) {
  Write-Host $Vietnamese
  Write-Host $English
}

# Stops with the program's own message where it ends with anything but 0.
function Invoke-Hatang {
  & $Program @args
  if ($LASTEXITCODE -ne 0) { throw "hatang $($args[0]) $($args[1]): $LASTEXITCODE" }
}

function Test-Task([string] $Name) {
  $null -ne (Get-ScheduledTask -TaskName $Name -ErrorAction SilentlyContinue)
}

# A running program can't be replaced: the file stays in use until its process has ended.
function Stop-Task([string] $Name) {
  if (-not (Test-Task $Name)) { return }
  Stop-ScheduledTask -TaskName $Name
  Get-Process -Name 'hatang' -ErrorAction SilentlyContinue |
    Where-Object { $_.Path -eq $Program } |
    ForEach-Object { if (-not $_.WaitForExit(10000)) { $_.Kill() ; $_.WaitForExit() } }
}

# A lab that runs its script at every start must not draw the same program over the network each time.
function Copy-Program {
  $new = Get-Item -Path (Join-Path $PSScriptRoot 'hatang.exe')
  if (Test-Path $Program) {
    $old = Get-Item -Path $Program
    if ($old.Length -eq $new.Length -and $old.LastWriteTimeUtc -eq $new.LastWriteTimeUtc) { return }
  }
  New-Item -ItemType Directory -Force -Path $ProgramRoot | Out-Null
  Copy-Item -Force -Path $new.FullName -Destination $Program
  Unblock-File -Path $Program
}

# For the system, administrators and the account of the task alone: no teacher's or pupil's account reads the tokens in it.
function New-PrivateFolder([string] $Path) {
  New-Item -ItemType Directory -Force -Path $Path | Out-Null
  & "$env:SystemRoot\System32\icacls.exe" $Path /inheritance:r /grant:r "${System}:(OI)(CI)F" "${Administrators}:(OI)(CI)F" "${LocalService}:(OI)(CI)M" /Q | Out-Null
  if ($LASTEXITCODE -ne 0) { throw "icacls ${Path}: $LASTEXITCODE" }
}

# From the definition beside this script, with the program and its arguments put in.
function Register-Task([string] $Name, [string] $Definition, [string] $Arguments) {
  $xml = Get-Content -Raw -Encoding UTF8 -Path (Join-Path $PSScriptRoot $Definition)
  $xml = $xml.Replace('{program}', [Security.SecurityElement]::Escape($Program))
  $xml = $xml.Replace('{arguments}', [Security.SecurityElement]::Escape($Arguments))
  Register-ScheduledTask -TaskName $Name -Xml $xml -Force | Out-Null
}

# Never to a public network, never beyond the networks that this machine stands in.
function Open-LabPort([int] $Port) {
  Remove-LabRule
  New-NetFirewallRule -Name $LabRule -DisplayName 'hatang: phòng máy / labs' -Direction Inbound -Action Allow -Protocol TCP -LocalPort $Port -Program $Program -Profile 'Domain,Private' -RemoteAddress LocalSubnet | Out-Null
}

function Remove-LabRule {
  Get-NetFirewallRule -Name $LabRule -ErrorAction SilentlyContinue | Remove-NetFirewallRule
}
