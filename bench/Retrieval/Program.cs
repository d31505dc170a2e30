using AgentRegistry.Retrieval;

if (RetrievalOptions.Parse(args) is not { } options)
{
    return 2;
}

if (options.ShowHelp)
{
    Console.Write(RetrievalOptions.Help);
    return 0;
}

try
{
    var result = await RetrievalRun.MeasureAsync(options);
    Console.WriteLine(result.Table());
    Console.WriteLine(result.Json());
    return 0;
}
catch (Exception exception) when (exception is IOException or InvalidDataException or Npgsql.NpgsqlException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
