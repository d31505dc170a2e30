using AgentRegistry.Faults.Running;
using AgentRegistry.Testing;

namespace AgentRegistry.Faults.Breaking;

/// <summary>A server of eng/services.sh; programs reach it through a proxy.</summary>
/// <param name="name">For people.</param>
/// <param name="service">What the script calls it.</param>
/// <param name="proxy">What stands before it.</param>
/// <param name="stopSignal">What asks it to end without waiting for its clients.</param>
public sealed class ServerTarget(string name, string service, TcpProxy proxy, int stopSignal = Signals.Terminate) : Target(name)
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    public override async Task BeginAsync(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.Kill:
                await ServiceScript.KillAsync(service);
                break;
            case FaultKind.Freeze:
                Signals.Freeze(await ServiceScript.IdAsync(service));
                break;
            case FaultKind.Restart:
                Signals.Send(await ServiceScript.IdAsync(service), stopSignal);
                await Eventually.HoldsAsync(async () => !await ServiceScript.RunsAsync(service), StopLimit);
                break;
            case FaultKind.Refuse:
                await proxy.RefuseAsync();
                break;
            default:
                throw Cannot(kind);
        }
    }

    public override async Task EndAsync(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.Freeze:
                Signals.Thaw(await ServiceScript.IdAsync(service));
                break;
            case FaultKind.Refuse:
                proxy.Accept();
                break;
            default:
                await ServiceScript.StartAsync(service);
                break;
        }
    }
}
