using AgentRegistry.Testing;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

/// <summary>samples/node with its packages, installed as a user does, in a folder of its own: the checkout stays as it is.</summary>
public sealed class NodePackage : IAsyncLifetime
{
    private static readonly string[] SignsOfNoNetwork =
        ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH", "ERR_SOCKET_TIMEOUT", "ENOTCACHED"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-registry-node.");

    public string Folder => _folder.FullName;

    public async ValueTask InitializeAsync()
    {
        foreach (var file in new[] { "package.json", "package-lock.json", "publish.js" })
        {
            File.Copy(Path.Combine(Checkout.Root, "samples", "node", file), Path.Combine(Folder, file));
        }

        // What npm has from an earlier run it need not fetch; and it gives up while the limit of a test lasts.
        await using var npm = SampleProgram.Start(
            "npm", "ci", "--prefix", Folder, "--prefer-offline", "--no-audit", "--no-fund", "--fetch-retries", "1", "--fetch-timeout", "20000");
        if (await npm.ExitCodeAsync() != 0)
        {
            var reason = SignsOfNoNetwork.Any(sign => npm.Errors.Contains(sign, StringComparison.Ordinal))
                ? "npm cannot reach its registry, from which the Node.js sample's amqplib comes; `npm config get registry` says which one it asks"
                : "npm ci failed in samples/node";
            throw new InvalidOperationException($"{reason}:\n{npm}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
