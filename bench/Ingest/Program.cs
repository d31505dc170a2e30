using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Paths;
using AgentRegistry.Ingest.Services;

IBenchPath[] paths =
[
    new HeartbeatPath(),
    new HeartbeatBatchPath(),
    new HttpHeartbeatPath(),
    new ActivityPath(),
    new ActivityEventsPath(),
    new MemoryPath(),
    new ExpiryPath(),
    new ReadsPath(),
    new IndexPath(),
    new SessionsPath(),
    new ContextsPath(),
    new IdlePath(),
];

if (BenchOptions.Parse(args, [.. paths.Select(path => path.Name)]) is not { } options)
{
    return 2;
}

if (options.ShowHelp)
{
    Console.Write(BenchOptions.Help(paths));
    return 0;
}

if (ServiceAddresses.FromEnvironment() is not { } addresses)
{
    return 2;
}

using var interruption = new Interruption();
return await BenchRun.RunAsync(options, addresses, paths, interruption.Token);
