using Shouldly;
using Xunit;

namespace AgentRegistry.Contracts.Tests;

public sealed class RefusalsTests
{
    /// <summary>Without the mark a requester would wait for its time limit instead of hearing that nothing was done.</summary>
    [Fact]
    public void Every_contract_named_not_found_or_conflict_or_rejected_is_marked_as_a_refusal() =>
        typeof(RequestRejected).Assembly.GetExportedTypes()
            .Where(type => type.Name is nameof(RequestRejected) or nameof(AgentNotRegistered)
                || type.Name.EndsWith("NotFound", StringComparison.Ordinal) || type.Name.EndsWith("Conflict", StringComparison.Ordinal))
            .ShouldBe(Refusals.All, ignoreOrder: true);
}
