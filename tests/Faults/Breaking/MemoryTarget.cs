using AgentRegistry.Faults.Running;
using AgentRegistry.Testing;

namespace AgentRegistry.Faults.Breaking;

/// <summary>The memory server; the workers reach it through a proxy.</summary>
public sealed class MemoryTarget(MemoryServer server, TcpProxy proxy) : Target("MemoryServer")
{
    public override async Task BeginAsync(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.Kill:
                await server.KillAsync();
                break;
            case FaultKind.Freeze:
                Signals.Freeze(server.Id);
                break;
            case FaultKind.Restart:
                await server.StopAsync();
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
                Signals.Thaw(server.Id);
                break;
            case FaultKind.Refuse:
                proxy.Accept();
                break;
            default:
                await server.StartAsync();
                break;
        }
    }
}
