using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Sessions;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Sessions;

/// <summary>The writer on real tables.</summary>
public class SessionWriterTests
{
    [Fact]
    public async Task Each_change_of_a_session_is_an_event_without_its_messages()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.WriteAsync(SessionCommand.Of(Given.Creation()));
        await worker.WriteAsync(Given.Said("secret").Command());
        await worker.WriteAsync(Given.Call().Command());
        await worker.WriteAsync(SessionCommand.Of(Given.Status(SessionStatus.Completed)));
        var whole = (await worker.FindAsync("session-1"))!;
        await worker.WriteAsync(SessionCommand.Of(Given.Deletion));

        (whole.MessageCount, whole.InvocationCount, whole.Status, whole.Revision).ShouldBe((1, 1, SessionStatus.Completed, 4));
        (await worker.FindAsync("session-1")).ShouldBeNull();
        (await worker.EventsAsync()).Select(change => (change.Revision, change.Change)).ShouldBe(
        [
            (1, SessionChange.Created), (2, SessionChange.MessagesAppended), (3, SessionChange.InvocationRecorded), (4, SessionChange.StatusChanged),
            (5, SessionChange.Deleted),
        ]);
        (await worker.Store.Feed.ReadAsync(0, 10, CancellationToken.None)).ShouldAllBe(entry => !entry.Body.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Repeated_command_has_no_second_effect()
    {
        await using var worker = await Embedded.StartAsync();
        SessionCommand[] commands = [SessionCommand.Of(Given.Creation()), Given.Said("a", "b").Command(), Given.Call().Command()];
        foreach (var command in commands)
        {
            await worker.WriteAsync(command);
        }

        foreach (var command in commands)
        {
            (await worker.WriteAsync(command)).Outcome.ShouldBe(SessionOutcome.Unchanged);
        }

        (await worker.EventsAsync()).Count.ShouldBe(3);
        await worker.WriteAsync(SessionCommand.Of(Given.Deletion));
        (await worker.WriteAsync(commands[0])).Outcome.ShouldBe(SessionOutcome.Stale);
        (await worker.FindAsync("session-1")).ShouldBeNull();
    }

    [Fact]
    public async Task Same_ids_in_another_workspace_are_another_session_and_other_messages()
    {
        await using var worker = await Embedded.StartAsync();
        var (creation, said) = (Given.Creation(), Given.Said("mine"));
        foreach (var workspace in new[] { "one", "two" })
        {
            (await worker.WriteAsync(SessionCommand.Of(creation with { Workspace = workspace }))).Outcome.ShouldBe(SessionOutcome.Created);
            (await worker.WriteAsync((said with { Workspace = workspace }).Command())).Added.ShouldBe(1);
        }

        (await worker.WriteAsync((said with { Workspace = "three" }).Command())).Outcome.ShouldBeNull();
        await worker.WriteAsync(SessionCommand.Of(Given.Deletion with { Workspace = "one" }));
        (await worker.FindAsync("session-1", "one")).ShouldBeNull();
        (await worker.FindAsync("session-1", "two"))!.ConversationHistory.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Fifty_writers_of_one_session_lose_nothing_and_keep_their_order()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.WriteAsync(SessionCommand.Of(Given.Creation()));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async writer =>
        {
            for (var i = 0; i < 10; i++)
            {
                (await worker.WriteAsync(Given.Said($"{writer}:{i}").Command())).Added.ShouldBe(1);
            }
        }));

        var messages = (await worker.FindAsync("session-1"))!.ConversationHistory;
        messages.Select(message => message.Sequence).ShouldBe(Enumerable.Range(1, 500));
        messages.GroupBy(message => message.Content.Split(':')[0], message => int.Parse(message.Content.Split(':')[1]))
            .ShouldAllBe(writer => writer.SequenceEqual(Enumerable.Range(0, 10)));
    }
}
