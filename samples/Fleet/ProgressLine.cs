namespace AgentRegistry.Fleet;

/// <summary>The progress on standard error: one line that is rewritten on a terminal, a line every few seconds elsewhere.</summary>
internal sealed class ProgressLine(TextWriter writer, bool isTerminal, TimeProvider time) : IAsyncDisposable
{
    private readonly TimeSpan _pause = isTerminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(5);

    private CancellationTokenSource? _end;
    private Task _following = Task.CompletedTask;
    private Func<string> _state = () => "";

    /// <summary>Shows a state until <see cref="EndAsync"/>.</summary>
    public void Follow(Func<string> state)
    {
        _state = state;
        _end = new CancellationTokenSource();
        _following = FollowAsync(_end.Token);
    }

    /// <summary>Shows the final state.</summary>
    public async Task EndAsync()
    {
        if (_end is not null)
        {
            await _end.CancelAsync();
            await _following;
            Show();
            await writer.WriteAsync(isTerminal ? "\n" : "");
            _end.Dispose();
            _end = null;
        }
    }

    /// <summary>Writes a separate line.</summary>
    public Task WriteAsync(string line) => writer.WriteLineAsync(line);

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task FollowAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            if (isTerminal)
            {
                Show();
            }

            await Task.Delay(_pause, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!isTerminal && !end.IsCancellationRequested)
            {
                Show();
            }
        }
    }

    /// <summary>A line longer than the terminal's width could not be rewritten.</summary>
    private void Show()
    {
        var line = _state();
        if (!isTerminal)
        {
            writer.WriteLine(line);
            return;
        }

        var width = Math.Max(20, Console.BufferWidth) - 1;
        writer.Write($"\r{(line.Length > width ? line[..width] : line).PadRight(width)}");
    }
}
