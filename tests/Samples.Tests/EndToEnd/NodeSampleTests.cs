using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

[Collection(RunningSystemCollection.Name)]
public sealed class NodeSampleTests(RunningSystem system, NodePackage package) : AgentProgramSpecification(system), IClassFixture<NodePackage>
{
    protected override string Name => "Node.js sample";

    private protected override SampleProgram Publish(string agent, string amqp) =>
        SampleProgram.Start("node", Path.Combine(package.Folder, "publish.js"), "--amqp", amqp, "--agent", agent);
}
