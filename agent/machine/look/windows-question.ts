/**
 * One question to Windows PowerShell 5.1 for what systeminformation doesn't tell; answered by one line of JSON. Nothing of it needs
 * an administrator, asks for a user, or writes. Whatever an account may not read is absent from the answer.
 */
export const WINDOWS_QUESTION = String.raw`
$ErrorActionPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
$control = 'HKLM:\SYSTEM\CurrentControlSet\Control'
$windows = Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
$video = @(Get-CimInstance Win32_VideoController | Where-Object { $_.CurrentHorizontalResolution })[0]
$system = Get-CimInstance Win32_LogicalDiskToPartition | Where-Object { $_.Dependent.DeviceID -eq $env:SystemDrive }
$paths = @()
foreach ($root in 'HKLM:\SOFTWARE\Clients\StartMenuInternet', 'HKLM:\SOFTWARE\WOW6432Node\Clients\StartMenuInternet') {
  foreach ($key in @(Get-ChildItem $root)) { $paths += (Get-ItemProperty "$($key.PSPath)\shell\open\command").'(default)' }
}
foreach ($program in 'chrome', 'msedge', 'firefox', 'browser', 'opera', 'brave') {
  $paths += (Get-ItemProperty "HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\$program.exe").'(default)'
}
$programs = @($paths | Where-Object { $_ } | ForEach-Object { $_ -replace '^"([^"]+)".*$', '$1' } | Sort-Object -Unique)
$guards = $null
try {
  $guards = @(Get-CimInstance -Namespace root/SecurityCenter2 -ClassName AntiVirusProduct -ErrorAction Stop |
    ForEach-Object { @{ name = $_.displayName; state = $_.productState } })
} catch { <# Servers have no Security Center: the answer then lacks it. #> }
$answer = @{
  edition = $windows.EditionID
  version = $windows.DisplayVersion
  release = $windows.ReleaseId
  build = $windows.CurrentBuildNumber
  revision = $windows.UBR
  firmware = (Get-ItemProperty $control).PEFirmwareType
  secureBoot = (Get-ItemProperty "$control\SecureBoot\State").UEFISecureBootEnabled
  tpmTool = @(& "$env:SystemRoot\System32\tpmtool.exe" getdeviceinformation 2>$null | Select-Object -First 20 | ForEach-Object { "$_" })
  securityDevices = @(Get-PnpDevice -PresentOnly -Class SecurityDevices | ForEach-Object { @{ id = $_.InstanceId; name = $_.FriendlyName } })
  processors = @(Get-PnpDevice -PresentOnly -Class Processor).Count
  width = $video.CurrentHorizontalResolution
  height = $video.CurrentVerticalResolution
  systemDisk = "$(@($system)[0].Antecedent.DeviceID)"
  systemDrive = $env:SystemDrive
  adapters = @(Get-NetAdapter -Physical | ForEach-Object { @{ mac = $_.MacAddress; permanent = $_.PermanentAddress; id = $_.PnPDeviceID; medium = [int]$_.NdisPhysicalMedium } })
  browsers = @($programs | ForEach-Object { $info = (Get-Item -LiteralPath $_).VersionInfo; if ($info) { @{ name = $info.ProductName; version = $info.ProductVersion } } })
  antivirus = $guards
}
ConvertTo-Json $answer -Compress -Depth 4
`;
