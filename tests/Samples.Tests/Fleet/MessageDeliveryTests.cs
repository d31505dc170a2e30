using AgentRegistry.Contracts;
using AgentRegistry.Fleet;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.Fleet;

public sealed class MessageDeliveryTests : IAsyncDisposable
{
    private static readonly RegisterAgent Agent = new() { AgentId = "a", Name = "A", MessageId = Guid.NewGuid() };
    private static readonly TaskStep Step = new(TimeSpan.Zero, 0, 1, ActivityStatus.Success, 12);
    private static readonly HostBeats Beats = new(TimeSpan.Zero, [new Beat(0, null, 0, 0)]);

    private readonly ScriptedLink _link = new();
    private readonly Ledger _ledger = new([Agent]);
    private readonly Courier _courier;

    public MessageDeliveryTests() =>
        _courier = new Courier(_link, _ledger, new FleetMessages([Agent], TimeProvider.System.GetUtcNow()), TimeProvider.System);

    [Fact]
    public async Task An_activity_without_an_answer_is_sent_again_with_the_same_id_and_counts_once()
    {
        _link.Answers(Receipt.NoAnswer("503"), Receipt.NoAnswer("no answer in time"), Receipt.Taken);
        await _courier.DeliverAsync(Step, TestContext.Current.CancellationToken);
        _link.Activities.Count.ShouldBe(3);
        _link.Activities.Distinct().Count().ShouldBe(1);
        _ledger.ActivitiesTaken.ShouldBe(1);
        _ledger.SentAgain.ShouldBe(2);
        _ledger.Accounts[0].Taken[ActivityStatus.Success].ShouldBe(1);
    }

    [Fact]
    public async Task An_activity_that_is_given_up_is_neither_counted_nor_ruled_out()
    {
        using var giveUp = new CancellationTokenSource();
        _link.Answers(() =>
        {
            giveUp.Cancel();
            return Receipt.NoAnswer("503");
        });
        await _courier.DeliverAsync(Step, giveUp.Token);
        _ledger.Accounts[0].Taken[ActivityStatus.Success].ShouldBe(0);
        _ledger.Accounts[0].Unanswered[ActivityStatus.Success].ShouldBe(1);
    }

    [Fact]
    public async Task An_activity_that_is_refused_is_not_sent_again()
    {
        _link.Answers(new Receipt(SendOutcome.Refused, "404"));
        await _courier.DeliverAsync(Step, TestContext.Current.CancellationToken);
        _link.Activities.Count.ShouldBe(1);
        _ledger.Accounts[0].Refusal.ShouldBe("an activity was refused: 404");
    }

    [Fact]
    public async Task A_heartbeat_is_not_sent_again_for_the_next_one_says_the_same()
    {
        _link.Answers(Receipt.NoAnswer("503"));
        await _courier.DeliverAsync(Beats, TestContext.Current.CancellationToken);
        _ledger.BeatsUnanswered.ShouldBe(1);
        _ledger.Accounts[0].HasBeaten.ShouldBeFalse();
    }

    [Fact]
    public async Task A_heartbeat_of_an_agent_that_the_registry_does_not_know_does_not_count()
    {
        _link.Answers(Receipt.Taken with { RefusedAgents = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "is not registered" } });
        await _courier.DeliverAsync(Beats, TestContext.Current.CancellationToken);
        _ledger.BeatsTaken.ShouldBe(0);
        _ledger.BeatsRefused.ShouldBe(1);
        _ledger.Trouble.ShouldBe("a is not registered");
    }

    [Fact]
    public async Task A_registration_is_sent_again_as_it_was_until_it_is_answered()
    {
        _link.Answers(Receipt.NoAnswer("503"), Receipt.Taken);
        await _courier.RegisterAsync([0], TestContext.Current.CancellationToken);
        _link.Registrations.ShouldBe([Agent, Agent]);
        _ledger.Accounts[0].IsRegistered.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    /// <summary>Answers as it was told to, one after the other.</summary>
    private sealed class ScriptedLink : IFleetLink
    {
        private readonly Queue<Func<Receipt>> _answers = [];

        public List<ActivityLogged> Activities { get; } = [];

        public List<RegisterAgent> Registrations { get; } = [];

        public string Way => "nowhere";

        public int Concurrency => 1;

        public bool CountsHeartbeats => true;

        public void Answers(params Receipt[] receipts) => Answers([.. receipts.Select(receipt => (Func<Receipt>)(() => receipt))]);

        public void Answers(params Func<Receipt>[] receipts)
        {
            foreach (var receipt in receipts)
            {
                _answers.Enqueue(receipt);
            }
        }

        public Task<Receipt> RegisterAsync(IReadOnlyList<RegisterAgent> agents, CancellationToken cancellationToken)
        {
            Registrations.AddRange(agents);
            return Next();
        }

        public Task<Receipt> BeatAsync(HeartbeatBatch batch, CancellationToken cancellationToken) => Next();

        public Task<Receipt> LogAsync(ActivityLogged activity, CancellationToken cancellationToken)
        {
            Activities.Add(activity);
            return Next();
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Task<Receipt> Next() => Task.FromResult(_answers.Dequeue()());
    }
}
