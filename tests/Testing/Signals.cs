using System.Globalization;
using System.Runtime.InteropServices;

namespace AgentRegistry.Testing;

/// <summary>What an operator, or the kernel, does to a process from outside.</summary>
public static partial class Signals
{
    public const int Interrupt = 2;
    public const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    public static void Send(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Stops a process and all below it, as if they got no processor any more. Parents first: a stopped one makes no children.</summary>
    public static void Freeze(int process)
    {
        Send(process, Stop);
        foreach (var child in Below(process))
        {
            Send(child, Stop);
        }
    }

    /// <summary>Lets them go on.</summary>
    public static void Thaw(int process)
    {
        foreach (var child in Below(process))
        {
            Send(child, Continue);
        }

        Send(process, Continue);
    }

    private static List<int> Below(int process)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .ToDictionary(id => id, ParentOf);
        var below = new List<int> { process };
        for (var i = 0; i < below.Count; i++)
        {
            below.AddRange(parents.Where(pair => pair.Value == below[i]).Select(pair => pair.Key));
        }

        return below[1..];
    }

    private static int ParentOf(int process)
    {
        try
        {
            // The name, in parentheses, may hold anything: state and parent come after the last one.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
