/**
 * The commands of Windows PowerShell 5.1 that our scripts use, each with those of its parameters they may be given.
 * Source: the command's own page on Microsoft's documentation site, under /powershell/module/MODULE/COMMAND.
 */
interface WindowsCommand {
  readonly module: string;
  readonly parameters: readonly string[];
}

const command = (module: string, ...parameters: readonly string[]): WindowsCommand => ({
  module,
  parameters,
});
const core = 'microsoft.powershell.core';
const management = 'microsoft.powershell.management';
const utility = 'microsoft.powershell.utility';
const tasks = 'scheduledtasks';

export const WINDOWS_COMMANDS: Readonly<Record<string, WindowsCommand>> = {
  'ConvertFrom-Json': command(utility, '-InputObject'),
  'ConvertFrom-StringData': command(utility, '-StringData'),
  'Copy-Item': command(management, '-Path', '-Destination', '-Force'),
  'ForEach-Object': command(core, '-Process'),
  'Get-Content': command(management, '-Path', '-Raw', '-Encoding'),
  'Get-Item': command(management, '-Path'),
  'Get-NetFirewallRule': command('netsecurity', '-Name', '-ErrorAction'),
  'Get-Process': command(management, '-Name', '-ErrorAction'),
  'Get-ScheduledTask': command(tasks, '-TaskName', '-ErrorAction'),
  'Get-ScheduledTaskInfo': command(tasks, '-TaskName'),
  'Join-Path': command(management, '-Path', '-ChildPath'),
  'New-Item': command(management, '-Path', '-ItemType', '-Force'),
  'New-NetFirewallRule': command(
    ...(['netsecurity', '-Name', '-DisplayName', '-Direction', '-Action', '-Protocol'] as const),
    ...['-LocalPort', '-Program', '-Profile', '-RemoteAddress'],
  ),
  'Out-Null': command(core),
  'Read-Host': command(utility, '-Prompt'),
  'Register-ScheduledTask': command(tasks, '-TaskName', '-Xml', '-Force'),
  'Remove-Item': command(management, '-Path', '-Recurse', '-Force'),
  'Remove-NetFirewallRule': command('netsecurity'),
  'Set-Content': command(management, '-Path', '-Value', '-Encoding'),
  'Set-StrictMode': command(core, '-Version'),
  'Start-ScheduledTask': command(tasks, '-TaskName'),
  'Start-Sleep': command(utility, '-Seconds'),
  'Stop-ScheduledTask': command(tasks, '-TaskName'),
  'Test-Path': command(management, '-Path'),
  'Unblock-File': command(utility, '-Path'),
  'Unregister-ScheduledTask': command(tasks, '-TaskName', '-Confirm'),
  'Where-Object': command(core, '-FilterScript'),
  'Write-Host': command(utility, '-Object'),
};
