using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Client.Tests.Agents;

/// <summary>The order of an agent's hooks, whatever happens and whatever fails.</summary>
public sealed class AgentLifecycleTests
{
    [Fact]
    public void Hooks_run_in_order_without_failures()
    {
        var life = new Life(_ => true);
        life.Run();
        life.Steps.ShouldBe([AgentStep.Initialize, AgentStep.Register, AgentStep.Activate]);

        life.Happens(AgentSignal.Stop);
        life.Run();

        life.Steps.Skip(3).ShouldBe([AgentStep.Deactivate, AgentStep.FinishWork, AgentStep.Leave, AgentStep.Shutdown]);
        life.State.Ended.ShouldBeTrue();
    }

    [Fact]
    public void Agent_is_deactivated_while_it_is_not_allowed_to_work()
    {
        var life = new Life(_ => true);
        life.Run();
        foreach (var (signal, step) in new[] { (AgentSignal.Forbidden, AgentStep.Deactivate), (AgentSignal.Allowed, AgentStep.Activate), (AgentSignal.Forbidden, AgentStep.Deactivate) })
        {
            life.Happens(signal);
            life.Run();
            life.Steps[^1].ShouldBe(step);
        }

        // Said twice it is the same.
        var steps = life.Steps.Count;
        life.Happens(AgentSignal.Forbidden);
        life.Run();
        life.Steps.Count.ShouldBe(steps);
    }

    [Fact]
    public void Agent_that_fails_to_initialize_is_registered_and_again_once_it_succeeds()
    {
        var attempts = 0;
        var life = new Life(step => step != AgentStep.Initialize || ++attempts == 2);
        life.Run();
        life.Steps.ShouldBe([AgentStep.Initialize, AgentStep.Register]);
        life.State.LastError.ShouldNotBeNull();

        life.Happens(AgentSignal.Retry);
        life.Run();

        life.Steps.Skip(2).ShouldBe([AgentStep.Initialize, AgentStep.Register, AgentStep.Activate]);
        life.State.LastError.ShouldBeNull();
    }

    [Fact]
    public void Failed_activation_is_retried_after_a_pause()
    {
        var life = new Life(step => step != AgentStep.Activate);
        life.Run();
        life.State.Next.ShouldBe(AgentStep.None);

        life.Happens(AgentSignal.Retry);
        life.Run();

        life.Steps.Count(step => step == AgentStep.Activate).ShouldBe(2);
    }

    [Fact]
    public void Deleted_agent_ends_without_an_offline_message()
    {
        var life = new Life(_ => true);
        life.Run();
        life.Happens(AgentSignal.Deleted);
        life.Run();

        life.Steps.Skip(3).ShouldBe([AgentStep.Deactivate, AgentStep.FinishWork, AgentStep.Shutdown]);
    }

    [Fact]
    public void Refused_agent_ends_without_activation()
    {
        var life = new Life(_ => true);
        life.Take();
        life.Happens(AgentSignal.Refused);
        life.Run();

        life.Steps.ShouldBe([AgentStep.Initialize, AgentStep.FinishWork, AgentStep.Shutdown]);
    }

    [Fact]
    public void Agent_that_is_stopped_before_it_starts_calls_no_hook()
    {
        var life = new Life(_ => true);
        life.Happens(AgentSignal.Stop);
        life.Run();

        life.Steps.ShouldBeEmpty();
        life.State.Ended.ShouldBeTrue();
    }

    [Fact]
    public void Hooks_are_called_in_a_valid_order_for_any_sequence_of_events() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var life = new Life(_ => random.Next(3) > 0);
        var signals = new[] { AgentSignal.Retry, AgentSignal.Allowed, AgentSignal.Forbidden, AgentSignal.Retry, AgentSignal.Refused, AgentSignal.Deleted, AgentSignal.Stop };
        for (var i = 0; i < 40; i++)
        {
            if (random.Next(2) == 0)
            {
                life.Take();
            }
            else
            {
                // What ends it comes seldom: else most lives would be too short to go wrong.
                life.Happens(signals[random.Next(random.Next(12) == 0 ? signals.Length : 4)]);
            }
        }

        life.ShouldBeLegal();
        life.Happens(AgentSignal.Stop);
        life.Run();
        life.ShouldBeLegal();
        life.State.Ended.ShouldBeTrue();
        life.Steps.Contains(AgentStep.Shutdown).ShouldBe(life.Steps.Contains(AgentStep.Initialize));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    /// <summary>Takes the steps that are next, as the host does.</summary>
    private sealed class Life(Func<AgentStep, bool> succeeds)
    {
        private readonly List<(AgentStep Step, bool Succeeded)> _taken = [];

        public AgentLifecycle State { get; private set; } = AgentLifecycle.New;

        public IReadOnlyList<AgentStep> Steps => [.. _taken.Select(taken => taken.Step)];

        public void Happens(AgentSignal signal) => State = State.After(new AgentEvent(signal));

        public void Take()
        {
            if (State.Next is not AgentStep.None and var step)
            {
                var succeeded = succeeds(step);
                _taken.Add((step, succeeded));
                State = State.After(new AgentEvent(succeeded ? AgentSignal.Done : AgentSignal.Failed, step, succeeded ? null : "broken"));
            }
        }

        /// <summary>Until there is nothing to do. A life that never comes to rest fails here.</summary>
        public void Run()
        {
            for (var steps = 0; State.Next != AgentStep.None; steps++)
            {
                steps.ShouldBeLessThan(20, string.Join(' ', _taken));
                Take();
            }
        }

        /// <summary>The rules as an agent's author reads them, told without the state that is tried.</summary>
        public void ShouldBeLegal()
        {
            var (initialized, registered, active, ended) = (false, false, false, false);
            foreach (var (step, succeeded) in _taken)
            {
                ended.ShouldBeFalse();
                switch (step)
                {
                    case AgentStep.Initialize:
                        initialized.ShouldBeFalse();
                        initialized = succeeded;
                        break;
                    case AgentStep.Register:
                        active.ShouldBeFalse();
                        registered = succeeded;
                        break;
                    case AgentStep.Activate:
                        (initialized, registered, active).ShouldBe((true, true, false));
                        active = succeeded;
                        break;
                    case AgentStep.Deactivate:
                        active.ShouldBeTrue();
                        active = false;
                        break;
                    case AgentStep.Leave:
                        active.ShouldBeFalse();
                        _taken.ShouldContain((AgentStep.Register, true));
                        break;
                    case AgentStep.Shutdown:
                        active.ShouldBeFalse();
                        ended = true;
                        break;
                }
            }

            _taken.Count(taken => taken.Step == AgentStep.Leave).ShouldBeLessThanOrEqualTo(1);
            _taken.Count(taken => taken.Step == AgentStep.Shutdown).ShouldBeLessThanOrEqualTo(1);
        }
    }
}
