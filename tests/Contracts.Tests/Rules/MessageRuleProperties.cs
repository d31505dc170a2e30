using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Contracts.Tests;

public partial class MessageRuleProperties
{
    [Fact]
    public void Is_an_id_if_and_only_if_the_documented_expression_says_so() =>
        Prop.ForAll(HostileMessages.Id(), id =>
        {
            var isId = Id().IsMatch(id);

            Rules.Check(Given.Registration with { AgentId = id }).Count.ShouldBe(isId ? 0 : 1, id);
            Rules.Check(Given.Deletion with { AgentId = id }).Count.ShouldBe(isId ? 0 : 1, id);
            Rules.Check(Given.AgentQuestion with { AgentId = id }).Count.ShouldBe(isId ? 0 : 1, id);
            Rules.Check(Given.SessionDeletion with { SessionId = id }).Count.ShouldBe(isId ? 0 : 1, id);
            Rules.Check(Given.SessionDeletion with { Workspace = id }).Count.ShouldBe(isId ? 0 : 1, id);

            // A heartbeat that says nothing else takes a shorter way through the rules.
            Rules.Check(Given.HeartbeatBatch with { Heartbeats = [new() { AgentId = id }] }).Count.ShouldBe(isId ? 0 : 1, id);
            Rules.Check(Given.HeartbeatBatch with { Heartbeats = [new() { AgentId = id, Load = 1 }] }).Count.ShouldBe(isId ? 0 : 1, id);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Makes_no_rule_throw_and_every_fault_names_a_field_that_exists() =>
        Prop.ForAll<int>(seed =>
        {
            foreach (var type in Rules.Checked)
            {
                foreach (var fault in Rules.Check(new HostileMessages(seed).Of(type)!))
                {
                    FieldPath.Exists(type, fault.Field).ShouldBeTrue($"{type.Name}.{fault.Field}");
                    fault.Message.ShouldNotBeNullOrWhiteSpace();
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void That_is_accepted_can_be_written_and_read_in_both_forms() =>
        Prop.ForAll<int>(seed =>
        {
            var message = Rules.Mended((RegisterAgent)new HostileMessages(seed).Of(typeof(RegisterAgent))!);
            Rules.Check(message).ShouldBeEmpty();

            foreach (var form in new[] { WireForm.Bus, WireForm.Http })
            {
                var text = JsonSerializer.Serialize(message, form);
                JsonSerializer.Serialize(JsonSerializer.Deserialize<RegisterAgent>(text, form), form).ShouldBe(text);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Makes_a_cursor_that_gives_it_back_and_no_cursor_throws() =>
        Prop.ForAll(HostileMessages.Id(), text =>
        {
            PageCursor.TryRead(text, out _);
            if (text.Length > 0 && Id().IsMatch(text))
            {
                PageCursor.TryRead(PageCursor.Write(text), out var lastId).ShouldBeTrue();
                lastId.ShouldBe(text);
                Uri.EscapeDataString(PageCursor.Write(text)).ShouldBe(PageCursor.Write(text));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_times_is_cut_to_microseconds_and_moved_to_UTC_and_nothing_else() =>
        Prop.ForAll<DateTimeOffset>(time =>
        {
            var cut = time.ToMicroseconds();

            cut.Offset.ShouldBe(TimeSpan.Zero);
            (cut.Ticks % TimeSpan.TicksPerMicrosecond).ShouldBe(0);
            (time - cut).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromTicks(9));
            cut.ToMicroseconds().ShouldBe(cut);
        }).QuickCheckThrowOnFailure();

    [GeneratedRegex(@"\A(?!\.{1,2}\z)[A-Za-z0-9._:-]{1,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Id();
}
