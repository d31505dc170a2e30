using Shouldly;
using Xunit;

namespace AgentRegistry.Faults.Ledger;

/// <summary>A ledger that cannot fail proves nothing: each fault is put in on purpose, and must be reported, alone.</summary>
public sealed class AuditTests
{
    private const long Since = 10;
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();
    private static readonly Guid Change = Guid.NewGuid();
    private static readonly FeedMark[] Feed = [new(11, First), new(12, Second), new(13, Change)];

    private static readonly Holdings Whole = new()
    {
        Rows = Counts((First, 1), (Second, 1)),
        Events = Counts((First, 1), (Second, 1)),
        Tallies = new Dictionary<string, Tally>(StringComparer.Ordinal) { ["a"] = new(2, 2) },
        Registrations = new Dictionary<string, long>(StringComparer.Ordinal) { ["a"] = 7 },
        Feed = Feed,
    };

    private readonly Receipts _receipts = new();

    public AuditTests()
    {
        _receipts.Activity(First, Outcome.Accepted, "by hand");
        _receipts.Activity(Second, Outcome.Accepted, "by hand");
        _receipts.Registration("a", 7, Outcome.Accepted);
    }

    [Fact]
    public void Complete_state_passes_the_audit() => Findings(Of(Whole)).ShouldBeEmpty();

    [Fact]
    public void Every_accepted_message_counts_including_repeats()
    {
        _receipts.Activity(First, Outcome.Accepted, "by hand");
        _receipts.Heartbeat(Outcome.Accepted);
        _receipts.Heartbeat(Outcome.Unknown);
        Of(Whole).Accepted.ShouldBe(5);
    }

    [Fact]
    public void An_accepted_activity_that_is_not_stored_is_lost() =>
        Only(Of(Whole with { Rows = Counts((First, 1)) }), "lost", $"activity {Second}, accepted by hand, is not stored");

    [Fact]
    public void A_stored_activity_that_the_feed_does_not_have_is_lost() =>
        Only(Of(Whole with { Events = Counts((First, 1)) }), "lost", $"activity {Second}, accepted by hand, is stored and not on the feed");

    [Theory]
    [InlineData(Outcome.Unknown)]
    [InlineData(Outcome.NotSent)]
    public void Message_that_was_never_accepted_may_be_missing(Outcome outcome)
    {
        _receipts.Activity(Guid.NewGuid(), outcome, "by hand");
        _receipts.Registration("a", 8, outcome);
        Findings(Of(Whole)).ShouldBeEmpty();
    }

    [Fact]
    public void Message_accepted_after_an_unknown_outcome_must_exist()
    {
        var id = Guid.NewGuid();
        _receipts.Activity(id, Outcome.Unknown, "by hand");
        _receipts.Activity(id, Outcome.Accepted, "by hand");
        _receipts.Activity(id, Outcome.Unknown, "by hand");
        Only(Of(Whole), "lost", $"activity {id}, accepted by hand, is not stored");
    }

    [Fact]
    public void Message_of_unknown_outcome_may_exist_once()
    {
        var id = Guid.NewGuid();
        _receipts.Activity(id, Outcome.Unknown, "by hand");
        Findings(Of(Whole with { Rows = Counts((First, 1), (Second, 1), (id, 1)) })).ShouldBeEmpty();
        Only(Of(Whole with { Rows = Counts((First, 1), (Second, 1), (id, 2)) }), "doubled", $"activity {id} is stored 2 times");
    }

    [Fact]
    public void Extra_row_is_a_double() =>
        Only(Of(Whole with { Rows = Counts((First, 2), (Second, 1)) }), "doubled", $"activity {First} is stored 2 times");

    [Fact]
    public void Extra_feed_entry_is_a_double() =>
        Only(Of(Whole with { Events = Counts((First, 1), (Second, 3)) }), "doubled", $"activity {Second} is on the feed 3 times");

    [Theory]
    [InlineData(3, "doubled")]
    [InlineData(1, "lost")]
    public void Metrics_count_each_activity_once(long counted, string kind) => Only(
        Of(Whole with { Tallies = new Dictionary<string, Tally>(StringComparer.Ordinal) { ["a"] = new(2, counted) } }),
        kind,
        $"agent a has 2 activities and metrics of {counted}");

    [Theory]
    [InlineData(6, false)]
    [InlineData(7, true)]
    [InlineData(8, true)]
    public void An_older_registration_than_the_accepted_one_is_a_loss(long stored, bool isRight)
    {
        var verdict = Of(Whole with { Registrations = new Dictionary<string, long>(StringComparer.Ordinal) { ["a"] = stored } });
        verdict.Lost.ShouldBe(isRight ? [] : ["agent a is registered in version 6 and not 7"]);
    }

    [Fact]
    public void An_agent_that_is_not_registered_at_all_is_a_loss() =>
        Only(Of(Whole with { Registrations = new Dictionary<string, long>(StringComparer.Ordinal) }), "lost", "agent a is registered in version -1 and not 7");

    [Fact]
    public void A_late_confirm_of_an_older_registration_does_not_lower_what_is_expected()
    {
        _receipts.Registration("a", 3, Outcome.Accepted);
        Findings(Of(Whole)).ShouldBeEmpty();
    }

    [Fact]
    public void An_agent_that_was_shown_offline_is_named() =>
        Only(Of(WithOffline("a")), "offline", "agent a at 12:00, lease ended");

    [Fact]
    public void An_agent_that_did_stop_beating_is_rightly_offline()
    {
        _receipts.FellSilent("b");
        Only(Of(WithOffline("a", "b")), "offline", "agent a at 12:00, lease ended");
    }

    [Fact]
    public void A_valid_message_that_was_refused_is_named()
    {
        _receipts.Refused("POST /x: 400");
        Only(Of(Whole), "refused", "POST /x: 400");
    }

    [Fact]
    public void An_entry_that_a_follower_was_not_given_is_a_gap() => Only(Of(Whole, Feed[0], Feed[2]), "gap", "ws was never given 12");

    [Fact]
    public void A_follower_that_was_given_nothing_has_nothing_but_gaps() => Of(Whole, []).Gaps.Count.ShouldBe(3);

    [Fact]
    public void An_entry_that_was_given_again_is_a_repeat() =>
        Only(Of(Whole, Feed[0], Feed[1], Feed[1], Feed[2]), "repeat", "ws was given 12 after 12");

    [Fact]
    public void An_entry_of_before_the_fault_that_comes_again_is_a_repeat() =>
        Only(Of(Whole, [new(Since, Guid.NewGuid()), .. Feed]), "repeat", "ws was given 10 after 10");

    [Fact]
    public void Entries_out_of_order_are_a_repeat() =>
        Only(Of(Whole, Feed[1], Feed[0], Feed[2]), "repeat", "ws was given 11 after 12");

    [Fact]
    public void An_entry_under_anothers_revision_is_reported() =>
        Only(Of(Whole, Feed[0], new(12, Change), Feed[2]), "repeat", $"ws was given {Change} as 12, which is {Second}");

    [Fact]
    public void Memory_server_with_each_activity_once_in_order_passes() =>
        Findings(Of(Whole with { Remembered = [Guid.NewGuid(), First, Second] })).ShouldBeEmpty();

    [Fact]
    public void Activity_missing_from_the_memory_server_is_lost() =>
        Only(Of(Whole with { Remembered = [Second] }), "lost", $"activity {First} is not in the memory server");

    [Fact]
    public void Activity_twice_in_the_memory_server_is_doubled() =>
        Only(Of(Whole with { Remembered = [First, Second, First] }), "doubled", $"activity {First} is in the memory server 2 times");

    [Fact]
    public void Activity_out_of_order_in_the_memory_server_is_reported() =>
        Only(Of(Whole with { Remembered = [Second, First] }), "doubled", $"activity {First} of revision 11 came to the memory server after 12");

    private static Holdings WithOffline(params string[] agents) =>
        Whole with { Offline = agents.ToDictionary(agent => agent, _ => "at 12:00, lease ended", StringComparer.Ordinal) };

    private Verdict Of(Holdings holdings) => Of(holdings, Feed);

    private Verdict Of(Holdings holdings, params FeedMark[] given) => Audit.Of(_receipts, holdings, Since, [new Followed("ws", given)]);

    private static void Only(Verdict verdict, string kind, string finding) => Findings(verdict).ShouldBe([(kind, finding)]);

    private static IEnumerable<(string Kind, string Finding)> Findings(Verdict verdict) =>
    [
        .. verdict.Lost.Select(finding => ("lost", finding)),
        .. verdict.Doubled.Select(finding => ("doubled", finding)),
        .. verdict.WronglyOffline.Select(finding => ("offline", finding)),
        .. verdict.Gaps.Select(finding => ("gap", finding)),
        .. verdict.Repeats.Select(finding => ("repeat", finding)),
        .. verdict.Refused.Select(finding => ("refused", finding)),
    ];

    private static Dictionary<Guid, long> Counts(params (Guid Id, long Count)[] counts) => counts.ToDictionary(count => count.Id, count => count.Count);
}
