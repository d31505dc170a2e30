using AgentRegistry.Testing;

namespace AgentRegistry.Faults.Breaking;

/// <summary>A worker of which another of its kind runs beside it.</summary>
public sealed class WorkerTarget(DistributedSystem system, string project) : ProgramTarget(system, system.Programs.First(program => program.Project == project))
{
    public override bool HasSurvivor => true;
}

/// <summary>The query API; its clients reach it through a proxy.</summary>
public sealed class ApiTarget(DistributedSystem system, TcpProxy proxy) : ProgramTarget(system, system.Api)
{
    public override async Task BeginAsync(FaultKind kind)
    {
        if (kind == FaultKind.Refuse)
        {
            await proxy.RefuseAsync();
        }
        else
        {
            await base.BeginAsync(kind);
        }
    }

    public override async Task EndAsync(FaultKind kind)
    {
        if (kind == FaultKind.Refuse)
        {
            proxy.Accept();
        }
        else
        {
            await base.EndAsync(kind);
        }
    }
}

/// <summary>A program of the registry's own.</summary>
public abstract class ProgramTarget(DistributedSystem system, RegistryProgram program) : Target(program.Project)
{
    private RegistryProgram _program = program;

    public override async Task BeginAsync(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.Kill:
                await _program.KillAsync();
                break;
            case FaultKind.Freeze:
                Signals.Freeze(_program.Id);
                break;
            case FaultKind.Restart:
                await _program.StopAsync();
                break;
            default:
                throw Cannot(kind);
        }
    }

    public override async Task EndAsync(FaultKind kind)
    {
        if (kind == FaultKind.Freeze)
        {
            Signals.Thaw(_program.Id);
        }
        else
        {
            _program = await system.StartAgainAsync(_program);
        }
    }
}
