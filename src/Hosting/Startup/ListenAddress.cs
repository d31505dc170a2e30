using System.Net;
using System.Net.Sockets;

namespace AgentRegistry.Hosting.Startup;

/// <summary>Asks for the port before anything else is opened: the web server itself would do so last.</summary>
internal static class ListenAddress
{
    /// <exception cref="CannotStartException">An address is no address, or is in use.</exception>
    public static void EnsureFree(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // "http://+:80" and "http://*:80" are the web server's own words for every address.
            var plain = url.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal);
            if (!Uri.TryCreate(plain, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                throw new CannotStartException($"'{url}' is no address to listen on; --urls takes such as http://127.0.0.1:8009.");
            }

            if (address.Port != 0 && IpOf(address.Host) is { } ip)
            {
                Try(new IPEndPoint(ip, address.Port), url);
            }
        }
    }

    private static IPAddress? IpOf(string host) =>
        host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var ip) ? ip : null;

    private static void Try(IPEndPoint endpoint, string url)
    {
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(endpoint);
        }
        catch (SocketException exception)
        {
            throw new CannotStartException($"cannot listen on {url}: {exception.Message}. Choose another address with --urls.", exception);
        }
    }
}
