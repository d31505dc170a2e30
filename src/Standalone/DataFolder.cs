using AgentRegistry.Hosting.Startup;
using AgentRegistry.Storage;

namespace AgentRegistry.Standalone;

/// <summary>The folder of the embedded default: made when it is missing, and held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(FileStream held) => _lock = held;

    /// <summary>Takes the folder for this process.</summary>
    /// <exception cref="CannotStartException">It cannot be made or written, or another process has it.</exception>
    public static DataFolder Take(string folder)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"the data folder '{path}' cannot be made: {exception.Message} Choose another with --data.", exception);
        }

        try
        {
            return new DataFolder(new FileStream(
                Path.Combine(path, "registry.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new CannotStartException($"the data folder '{path}' cannot be written: {exception.Message} Choose another with --data.", exception);
        }
        catch (IOException exception)
        {
            throw new CannotStartException($"the data folder '{path}' is in use by another process, or cannot be written: {exception.Message}", exception);
        }
    }

    public void Dispose() => _lock.Dispose();
}

internal static class DataFolderModule
{
    /// <summary>Takes the folder at once, before anything is opened in it, when the tables are to lie there.</summary>
    public static void AddDataFolder(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration.GetConnectionString(StorageModule.PostgresKey)))
        {
            var held = DataFolder.Take(configuration[StorageModule.DataFolderKey] ?? StorageModule.DefaultDataFolder);

            // Held until the process ends.
            services.AddSingleton(held);
        }
    }
}
