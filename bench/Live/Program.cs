using AgentRegistry.Live;

if (LiveOptions.Parse(args) is not { } options)
{
    return 2;
}

if (options.ShowHelp)
{
    Console.Write(LiveOptions.Help);
    return 0;
}

using var interruption = new Interruption();
return await LiveRun.RunAsync(options, interruption.Token);
