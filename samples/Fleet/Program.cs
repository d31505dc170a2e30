using System.Runtime.InteropServices;
using AgentRegistry.Fleet;
using Spectre.Console;

const int WrongCommandLine = 2;
const int Unreachable = 3;

var command = FleetOptions.Grammar(RunAsync).Parse(args);
if (command.Errors.Count > 0)
{
    await Console.Error.WriteLineAsync($"fleet: {string.Join("; ", command.Errors.Select(error => error.Message.TrimEnd('.')))}. Try --help.");
    return WrongCommandLine;
}

return await command.InvokeAsync(new() { ProcessTerminationTimeout = null });

static async Task<int> RunAsync(FleetOptions options, CancellationToken cancellationToken)
{
    if (Console.IsOutputRedirected)
    {
        // Otherwise a file counts as 80 characters wide, and lines are broken.
        AnsiConsole.Profile.Width = 240;
    }

    using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    try
    {
        return await FleetTrial.RunAsync(options, AnsiConsole.Console, TimeProvider.System, stop.Token) ? 0 : 1;
    }
    catch (CatalogueException exception)
    {
        await Console.Error.WriteLineAsync($"fleet: {exception.Message}");
        return WrongCommandLine;
    }
    catch (RegistryUnreachableException exception)
    {
        await Console.Error.WriteLineAsync($"fleet: {exception.Message}");
        return Unreachable;
    }

    // The first signal ends the schedule, the second one the program.
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !stop.IsCancellationRequested;
        stop.Cancel();
    }
}
