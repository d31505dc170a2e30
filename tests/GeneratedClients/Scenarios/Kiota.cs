using System.Linq;
using System.Threading.Tasks;
using KiotaClient;
using KiotaClient.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

public static class Scenario
{
    public static async Task<string> RunAsync(string address)
    {
        using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) { BaseUrl = address };
        var client = new RegistryClient(adapter);
        var registered = await client.Api.V1.Agents.PostAsync(new()
        {
            Id = "kiota",
            Name = "Kiota agent",
            Type = "coder",
            Capabilities = [new() { Name = "invoices", Description = "Exports invoices as PDF" }],
        });
        var logged = await client.Api.V1.Agents.Activity.PostAsync(new()
        {
            AgentId = "kiota",
            TaskId = "1",
            Status = ActivityStatus.Success,
            DurationMs = 12,
        });
        var page = await client.Api.V1.Agents.GetAsync(request =>
        {
            request.QueryParameters.Type = "coder";
            request.QueryParameters.Capabilities = "invoices";
        });
        var route = await client.Api.V1.Route.PostAsync(new() { Query = "export the invoices" });
        return $"{registered!.AgentId} {logged!.Revision > 0} {page!.Agents!.Any(agent => agent.Id == "kiota")} {route!.Candidates!.Any(candidate => candidate.AgentId == "kiota")}";
    }
}
