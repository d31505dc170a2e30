using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using NSwagClient;

public static class Scenario
{
    public static async Task<string> RunAsync(string address)
    {
        try
        {
            return await UseAsync(address);
        }
        catch (ApiException<ProblemBody> exception)
        {
            return $"{exception.Result.Detail} {string.Join(", ", exception.Result.Errors?.Keys ?? [])}";
        }
    }

    private static async Task<string> UseAsync(string address)
    {
        using var http = new HttpClient();
        var client = new RegistryClient(http) { BaseUrl = address };
        var registered = await client.RegisterAgentAsync(x_Workspace: null, idempotency_Key: null, body: new()
        {
            Id = "nswag",
            Name = "NSwag agent",
            Type = "coder",
            Capabilities = [new() { Name = "invoices", Description = "Exports invoices as PDF" }],
        });
        var logged = await client.LogActivityAsync(idempotency_Key: null, body: new()
        {
            Agent_id = "nswag",
            Task_id = "1",
            Status = ActivityStatus.Success,
            Duration_ms = 12,
        });
        var page = await client.ListAgentsAsync(
            type: "coder", status: null, health: null, capabilities: "invoices", tags: null, workspace: null, project: null,
            enabled_only: null, q: null, limit: 10, offset: null, cursor: null, x_Workspace: null);
        var route = await client.RouteQueryAsync(x_Workspace: null, body: new() { Query = "export the invoices" });
        return $"{registered.Agent_id} {logged.Revision > 0} {page.Agents.Any(agent => agent.Id == "nswag")} {route.Candidates.Any(candidate => candidate.Agent_id == "nswag")}";
    }
}
