using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Problems;

/// <content>What can be wrong with requests on instances.</content>
internal sealed partial class Problem
{
    public static Problem InstanceNotFound(string instanceId) => OfInstance(
        new Problem(StatusCodes.Status404NotFound, "instance_not_found", "No such instance", $"The workspace has no instance '{instanceId}'."), instanceId);

    public static Problem Of(InstanceConflict conflict)
    {
        var what = $"'{conflict.InstanceId}'";
        var problem = OfInstance(
            conflict.Reason switch
            {
                InstanceConflictReason.Full => new Problem(
                    StatusCodes.Status409Conflict,
                    "instances_full",
                    "The workspace has no room for another instance",
                    string.Create(CultureInfo.InvariantCulture, $"A workspace may have {conflict.Limit ?? 0} instances, and has them. Nothing was done: delete one.")),
                InstanceConflictReason.Disabled => new Problem(
                    StatusCodes.Status409Conflict, "definition_disabled", "The definition is switched off", "Nothing is spawned from it. Nothing was done."),
                InstanceConflictReason.Status => new Problem(
                    StatusCodes.Status409Conflict,
                    "instance_status",
                    "That status cannot follow",
                    $"{what} is {WireNames.Of(conflict.Status.GetValueOrDefault())}. Nothing was done."),
                InstanceConflictReason.Revision => new Problem(
                    StatusCodes.Status409Conflict,
                    "instance_revision",
                    "The instance has changed",
                    $"{what} has the ETag {EntityTag.Of(conflict.CurrentRevision ?? 0)} now. Nothing was done: read it and decide again."),
                _ => new Problem(
                    StatusCodes.Status409Conflict, "instance_taken", "The id is taken", $"{what} is the id of another agent. Nothing was done."),
            },
            conflict.InstanceId);
        return new Problem(problem._body with { Limit = conflict.Limit, CurrentStatus = conflict.Status, CurrentRevision = conflict.CurrentRevision });
    }

    private static Problem OfInstance(Problem problem, string instanceId) => new(problem._body with { InstanceId = instanceId });
}
