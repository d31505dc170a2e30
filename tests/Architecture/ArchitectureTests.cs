using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Architecture;

/// <summary>The rules of the house that a reviewer would overlook one day.</summary>
public sealed partial class ArchitectureTests
{
    [Theory]
    [InlineData("Contracts", "")]
    [InlineData("Discovery", "Contracts")]
    [InlineData("Client", "Contracts")]
    [InlineData("Hosting", "Contracts")]
    [InlineData("Storage", "Contracts")]
    [InlineData("Routing", "Contracts Discovery Hosting Storage")]
    [InlineData("Memory", "Contracts Hosting Storage")]
    [InlineData("RegistryWorker", "Contracts Discovery Hosting Routing Storage")]
    [InlineData("ActivityWorker", "Contracts Hosting Memory Storage")]
    [InlineData("SessionWorker", "Contracts Hosting Storage")]
    [InlineData("QueryApi", "Contracts Discovery Hosting Routing Storage")]
    public void Project_references_are_those_allowed(string project, string references) =>
        References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)
            .ShouldBe(references.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("Contracts", "")]
    [InlineData("Client", "MassTransit MassTransit.RabbitMQ")]
    [InlineData("Discovery", "System.Numerics.Tensors")]
    [InlineData("Storage", "Microsoft.Data.Sqlite Microsoft.EntityFrameworkCore.Design Microsoft.EntityFrameworkCore.Sqlite Npgsql Npgsql.EntityFrameworkCore.PostgreSQL StackExchange.Redis")]
    [InlineData("Routing", "Microsoft.Extensions.AI.OpenAI")]
    [InlineData("Memory", "ModelContextProtocol.Core")]
    public void Inner_projects_use_only_the_listed_packages(string project, string packages) =>
        References(project, "PackageReference").Order(StringComparer.Ordinal).ShouldBe(packages.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Folders_are_named_after_what_the_system_does()
    {
        string[] banned = ["Common", "Helpers", "Utils", "Services", "Models", "Consumers", "Extensions"];
        TrackedFiles().Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.Split('/').Intersect(banned).Any()).ShouldBeEmpty();
    }

    [Fact]
    public void No_source_file_is_longer_than_350_lines() =>
        TrackedFiles().Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !IsGenerated(file))
            .Where(file => File.ReadLines(Path.Combine(Checkout.Root, file)).Count() > 350)
            .ShouldBeEmpty();

    [Fact]
    public void Every_consumer_has_an_endpoint_of_its_own()
    {
        var sources = WorkerSources().ToList();
        var consumers = sources.SelectMany(text => Consumer().Matches(text).Select(match => match.Groups["name"].Value)).ToList();
        var definitions = sources.SelectMany(text => Definition().Matches(text).Select(match => match.Groups["name"].Value)).ToList();
        consumers.ShouldNotBeEmpty();
        consumers.Except(definitions, StringComparer.Ordinal).ShouldBeEmpty();

        var endpoints = sources.SelectMany(text => Endpoint().Matches(text).Select(match => match.Groups["name"].Value)).ToList();
        endpoints.Count.ShouldBe(consumers.Count);

        // A handler's endpoint is named after its message.
        endpoints.Concat(Handled(sources).Select(KebabCase)).ShouldBeUnique();
    }

    [Fact]
    public void Every_command_and_query_has_a_handler()
    {
        var sources = WorkerSources().ToList();
        var consumed = sources
            .SelectMany(text => Consumed().Matches(text).Select(match => match.Groups["name"].Value))
            .Concat(Handled(sources))
            .ToList();
        var asked = Sources("Contracts")
            .SelectMany(text => Asked().Matches(text).Select(match => match.Groups["name"].Value))
            .ToList();
        asked.Count.ShouldBeGreaterThan(10);
        asked.Except(consumed, StringComparer.Ordinal).ShouldBeEmpty();
        consumed.ShouldBeUnique();
    }

    [Fact]
    public void No_file_contains_a_machine_path()
    {
        string[] ours = ["/" + "work/", "/" + "root/"];
        TrackedFiles()
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".sh" or ".sql" or ".json" or ".yml" or ".csproj" or ".props" or ".py" or ".js" or "")
            .Where(file => ours.Any(path => File.ReadAllText(Path.Combine(Checkout.Root, file)).Contains(path, StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    /// <summary>What <c>dotnet ef</c> writes.</summary>
    private static bool IsGenerated(string file) =>
        file.StartsWith("src/Storage/Migrations/Postgres/", StringComparison.Ordinal) || file.StartsWith("src/Storage/Migrations/Sqlite/", StringComparison.Ordinal);

    private static List<string> References(string project, string kind) =>
        [.. XDocument.Load(Path.Combine(Checkout.Root, "src", project, project + ".csproj")).Descendants(kind)
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))];

    private static IEnumerable<string> Handled(IEnumerable<string> sources) =>
        sources.SelectMany(text => Handler().Matches(text).Select(match => match.Groups["name"].Value));

    private static string KebabCase(string name) => Capital().Replace(name, "-").ToLowerInvariant();

    private static IEnumerable<string> WorkerSources() =>
        Sources("RegistryWorker").Concat(Sources("ActivityWorker")).Concat(Sources("SessionWorker"));

    private static IEnumerable<string> Sources(string project) => TrackedFiles()
        .Where(file => file.StartsWith($"src/{project}/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
        .Select(file => File.ReadAllText(Path.Combine(Checkout.Root, file)));

    private static List<string> TrackedFiles()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["ls-files"])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return [.. files.Where(file => File.Exists(Path.Combine(Checkout.Root, file)))];
    }

    [GeneratedRegex(@"class (?<name>\w+)\(?[^{]*: IConsumer<", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Consumer();

    [GeneratedRegex(@"IConsumer<(?<name>\w+)>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Consumed();

    [GeneratedRegex(@"bus\.Add(Command|Query)<(?<name>\w+),", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Handler();

    [GeneratedRegex(@"(?<!^)(?=[A-Z])", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Capital();

    [GeneratedRegex(@"class \w+Definition(?:\(\))?\s*: \w*Definition<(?<name>\w+)>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Definition();

    [GeneratedRegex(@"(?:EndpointName = |string \w*Queue = |Definition<\w+>\()""(?<name>[a-z-]+)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"/// (?:<summary>)?(?:Command|Request):[\s\S]*?public sealed record (?<name>\w+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Asked();
}
