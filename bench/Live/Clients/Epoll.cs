using System.Runtime.InteropServices;

namespace AgentRegistry.Live.Clients;

/// <summary>
/// Linux's epoll. With .NET's own sockets each read would be a task on the thread pool, and the clients would cost as much as the
/// server that is measured.
/// </summary>
internal sealed partial class Epoll : IDisposable
{
    private const int MostAtOnce = 512;
    private const int Add = 1;
    private const int Delete = 2;
    private const int Readable = 1;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int NothingYet = 11;

    // struct epoll_event, in words: the kinds, then two of data. Elsewhere than on x64 the data are aligned, and a word comes between.
    private static readonly int DataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 1 : 2;
    private static readonly int EventWords = DataAt + 2;

    private readonly int _epoll = Checked(Create(0));
    private readonly int[] _events = new int[MostAtOnce * EventWords];

    /// <summary>Tells from now on when a socket can be read.</summary>
    /// <param name="socket">Its descriptor.</param>
    /// <param name="number">By which it is told of.</param>
    public void Watch(int socket, int number)
    {
        Span<int> one = stackalloc int[4];
        one[0] = Readable;
        one[DataAt] = number;
        Checked(Control(_epoll, Add, socket, one));
    }

    public void Forget(int socket)
    {
        Span<int> none = stackalloc int[4];
        Checked(Control(_epoll, Delete, socket, none));
    }

    /// <summary>Waits, and calls with the number of each socket that can be read.</summary>
    public void Wait(TimeSpan atMost, Action<int> readable)
    {
        var count = Wait(_epoll, _events, MostAtOnce, (int)atMost.TotalMilliseconds);
        for (var i = 0; i < count; i++)
        {
            readable(_events[(i * EventWords) + DataAt]);
        }
    }

    /// <summary>What has come in, without waiting; null when there is nothing yet, 0 when the connection has ended or is lost.</summary>
    public static int? Receive(int socket, Span<byte> buffer)
    {
        var length = (int)Receive(socket, buffer, (nuint)buffer.Length, DontWait);
        return length >= 0 ? length : Marshal.GetLastPInvokeError() == NothingYet ? null : 0;
    }

    public static void Send(int socket, ReadOnlySpan<byte> bytes) => _ = Send(socket, bytes, (nuint)bytes.Length, DontWait | NoSignal);

    public void Dispose() => _ = Close(_epoll);

    private static int Checked(int result) => result >= 0 ? result : throw new InvalidOperationException($"epoll: error {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, int socket, Span<int> about);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int Wait(int epoll, Span<int> events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, Span<byte> buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int socket, ReadOnlySpan<byte> bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
