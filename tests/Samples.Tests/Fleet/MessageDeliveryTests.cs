using AgentRegistry.Contracts;
using AgentRegistry.Fleet;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.Fleet;

public sealed class MessageDeliveryTests : IAsyncDisposable
{
    private static readonly RegisterAgent Agent = new() { AgentId = "a", Name = "A", MessageId = Guid.NewGuid() };
    private static readonly TaskStep Step = new(TimeSpan.Zero, 0, 1, ActivityStatus.Success, 12);
    private static readonly HostHeartbeats Heartbeats = new(TimeSpan.Zero, [new AgentHeartbeat(0, null, 0, 0)]);

    private readonly ScriptedLink _link = new();
    private readonly Ledger _ledger = new([Agent]);
    private readonly MessageSender _sender;

    public MessageDeliveryTests() =>
        _sender = new MessageSender(_link, _ledger, new FleetMessages([Agent], TimeProvider.System.GetUtcNow()), TimeProvider.System);

    [Fact]
    public async Task Activity_without_a_response_is_resent_with_the_same_id_and_counts_once()
    {
        _link.Responds(Receipt.NoResponse("503"), Receipt.NoResponse("no answer in time"), Receipt.Accepted);
        await _sender.DeliverAsync(Step, TestContext.Current.CancellationToken);
        _link.Activities.Count.ShouldBe(3);
        _link.Activities.Distinct().Count().ShouldBe(1);
        _ledger.ActivitiesAccepted.ShouldBe(1);
        _ledger.Resent.ShouldBe(2);
        _ledger.Accounts[0].Accepted[ActivityStatus.Success].ShouldBe(1);
    }

    [Fact]
    public async Task Cancelled_activity_counts_as_unknown()
    {
        using var cancel = new CancellationTokenSource();
        _link.Responds(() =>
        {
            cancel.Cancel();
            return Receipt.NoResponse("503");
        });
        await _sender.DeliverAsync(Step, cancel.Token);
        _ledger.Accounts[0].Accepted[ActivityStatus.Success].ShouldBe(0);
        _ledger.Accounts[0].WithoutResponse[ActivityStatus.Success].ShouldBe(1);
    }

    [Fact]
    public async Task Refused_activity_is_not_resent()
    {
        _link.Responds(new Receipt(SendOutcome.Refused, "404"));
        await _sender.DeliverAsync(Step, TestContext.Current.CancellationToken);
        _link.Activities.Count.ShouldBe(1);
        _ledger.Accounts[0].Refusal.ShouldBe("an activity was refused: 404");
    }

    [Fact]
    public async Task Heartbeat_is_not_resent()
    {
        _link.Responds(Receipt.NoResponse("503"));
        await _sender.DeliverAsync(Heartbeats, TestContext.Current.CancellationToken);
        _ledger.HeartbeatsWithoutResponse.ShouldBe(1);
        _ledger.Accounts[0].HasHeartbeat.ShouldBeFalse();
    }

    [Fact]
    public async Task Heartbeat_of_an_unregistered_agent_does_not_count()
    {
        _link.Responds(Receipt.Accepted with { RefusedAgents = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "is not registered" } });
        await _sender.DeliverAsync(Heartbeats, TestContext.Current.CancellationToken);
        _ledger.HeartbeatsAccepted.ShouldBe(0);
        _ledger.HeartbeatsRefused.ShouldBe(1);
        _ledger.LastError.ShouldBe("a is not registered");
    }

    [Fact]
    public async Task Registration_is_resent_unchanged_until_it_gets_a_response()
    {
        _link.Responds(Receipt.NoResponse("503"), Receipt.Accepted);
        await _sender.RegisterAsync([0], TestContext.Current.CancellationToken);
        _link.Registrations.ShouldBe([Agent, Agent]);
        _ledger.Accounts[0].IsRegistered.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    /// <summary>Answers as it was told to, one after the other.</summary>
    private sealed class ScriptedLink : IFleetLink
    {
        private readonly Queue<Func<Receipt>> _responses = [];

        public List<ActivityLogged> Activities { get; } = [];

        public List<RegisterAgent> Registrations { get; } = [];

        public string Description => "nowhere";

        public int Concurrency => 1;

        public bool CountsHeartbeats => true;

        public void Responds(params Receipt[] receipts) => Responds([.. receipts.Select(receipt => (Func<Receipt>)(() => receipt))]);

        public void Responds(params Func<Receipt>[] receipts)
        {
            foreach (var receipt in receipts)
            {
                _responses.Enqueue(receipt);
            }
        }

        public Task<Receipt> RegisterAsync(IReadOnlyList<RegisterAgent> agents, CancellationToken cancellationToken)
        {
            Registrations.AddRange(agents);
            return Next();
        }

        public Task<Receipt> SendHeartbeatsAsync(HeartbeatBatch batch, CancellationToken cancellationToken) => Next();

        public Task<Receipt> LogAsync(ActivityLogged activity, CancellationToken cancellationToken)
        {
            Activities.Add(activity);
            return Next();
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Task<Receipt> Next() => Task.FromResult(_responses.Dequeue()());
    }
}
