using AgentRegistry.Hosting.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Resilience;

public sealed class ConsecutiveFailuresTests
{
    private static readonly TimeSpan Open = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly ResiliencePipeline _pipeline;
    private readonly CircuitBreakerStateProvider _circuit;

    public ConsecutiveFailuresTests()
    {
        var breaker = ConsecutiveFailures.Breaker(3, Open, exception => exception is IOException);
        _circuit = breaker.StateProvider!;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = _time }.AddCircuitBreaker(breaker).Build();
    }

    [Fact]
    public void Three_failures_in_a_row_open_the_circuit_however_many_successes_precede_them()
    {
        for (var success = 0; success < 1_000; success++)
        {
            Call(null);
        }

        Call(new IOException());
        Call(new IOException());
        _circuit.CircuitState.ShouldBe(CircuitState.Closed);
        Call(new IOException());

        _circuit.CircuitState.ShouldBe(CircuitState.Open);
        Should.Throw<BrokenCircuitException>(() => _pipeline.Execute(() => { }));
    }

    [Fact]
    public void Failures_that_are_hours_apart_still_form_a_row()
    {
        Call(new IOException());
        _time.Advance(TimeSpan.FromHours(3));
        Call(new IOException());
        _time.Advance(TimeSpan.FromHours(3));
        Call(new IOException());

        _circuit.CircuitState.ShouldBe(CircuitState.Open);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Success_or_a_refusal_ends_a_row(bool isRefusal)
    {
        Call(new IOException());
        Call(new IOException());
        Call(isRefusal ? new InvalidOperationException() : null);
        Call(new IOException());
        Call(new IOException());

        _circuit.CircuitState.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void Half_open_circuit_opens_again_at_the_first_failure_and_closes_at_the_first_success()
    {
        Break();
        _time.Advance(Open);
        Call(new IOException());
        _circuit.CircuitState.ShouldBe(CircuitState.Open);

        _time.Advance(Open);
        Call(null);
        _circuit.CircuitState.ShouldBe(CircuitState.Closed);
        Call(new IOException());
        _circuit.CircuitState.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void Cancelled_attempt_does_not_close_a_half_open_circuit()
    {
        Break();
        _time.Advance(Open);
        Call(new OperationCanceledException());

        _circuit.CircuitState.ShouldBe(CircuitState.Open);
    }

    private void Break()
    {
        for (var failure = 0; failure < 3; failure++)
        {
            Call(new IOException());
        }
    }

    private void Call(Exception? exception)
    {
        try
        {
            _pipeline.Execute(() =>
            {
                if (exception is not null)
                {
                    throw exception;
                }
            });
        }
        catch (Exception thrown) when (thrown == exception)
        {
            // The caller's affair.
        }
    }
}
