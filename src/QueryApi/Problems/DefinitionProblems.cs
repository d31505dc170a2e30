using System.Globalization;
using AgentRegistry.Contracts;

namespace AgentRegistry.QueryApi.Problems;

/// <content>What can be wrong with requests on definitions.</content>
internal sealed partial class Problem
{
    /// <summary>The workspace has no such definition, or the definition no such version or label.</summary>
    public static Problem DefinitionNotFound(string slug, string? version = null) => OfDefinition(
        new Problem(
            StatusCodes.Status404NotFound,
            "definition_not_found",
            "No such definition",
            version is null ? $"The workspace has no definition '{slug}'." : $"The workspace has no definition '{slug}', or that has no version or label '{version}'."),
        slug);

    public static Problem Of(DefinitionConflict conflict)
    {
        var what = $"'{conflict.Slug}'";
        var problem = OfDefinition(
            conflict.Reason switch
            {
                DefinitionConflictReason.Current => new Problem(
                    StatusCodes.Status409Conflict,
                    "definition_current",
                    "That version is the current one",
                    string.Create(CultureInfo.InvariantCulture, $"{what} has version {conflict.CurrentVersion} already. Nothing was done.")),
                DefinitionConflictReason.Full => new Problem(
                    StatusCodes.Status409Conflict,
                    "definition_full",
                    "The definition has no room for another label",
                    $"{what} has as many labels as a definition may. Nothing was done: remove one."),
                DefinitionConflictReason.InUse => new Problem(
                    StatusCodes.Status409Conflict,
                    "definition_in_use",
                    "The definition has instances",
                    string.Create(CultureInfo.InvariantCulture, $"{what} has {conflict.Instances ?? 0} instances. Nothing was done: delete them first.")),
                _ => new Problem(
                    StatusCodes.Status409Conflict,
                    "definition_version",
                    "The definition has changed",
                    conflict.CurrentVersion == 0
                        ? $"{what} is not there. Nothing was done."
                        : string.Create(CultureInfo.InvariantCulture, $"{what} has version {conflict.CurrentVersion} now. Nothing was done: read it and decide again.")),
            },
            conflict.Slug);
        return new Problem(problem._body with { CurrentVersion = conflict.CurrentVersion });
    }

    private static Problem OfDefinition(Problem problem, string slug) => new(problem._body with { Definition = slug });
}
