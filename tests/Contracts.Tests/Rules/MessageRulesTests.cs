using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace AgentRegistry.Contracts.Tests;

/// <summary>Which messages have rules. What a type is, its documentation says first.</summary>
public class MessageRulesTests
{
    private static readonly Dictionary<string, string> Summaries = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "AgentRegistry.Contracts.xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")?.Value.Trim() ?? "");

    private static readonly Type[] Records = [.. typeof(MessageRules).Assembly.GetExportedTypes().Where(type => type.GetMethod("<Clone>$") is not null)];

    [Fact]
    public void Every_command_and_query_has_rules()
    {
        var messages = Records.Where(type => Is(type, "Command") || Is(type, "Query")).ToList();

        messages.Count.ShouldBeGreaterThan(50);
        messages.Except(Rules.Checked).ShouldBeEmpty();
        Rules.Checked.Except(messages).ShouldBeEmpty();
    }

    [Fact]
    public void Every_record_is_documented_as_a_kind_of_message_or_is_part_of_one()
    {
        string[] kinds = ["Command", "Query", "Response", "Event"];
        var parts = Records.SelectMany(type => type.GetProperties().Select(property => property.PropertyType).Append(type.BaseType!))
            .SelectMany(type => type.GetGenericArguments().Append(type))
            .ToHashSet();

        Records.Where(type => !parts.Contains(type) && !Array.Exists(kinds, kind => Is(type, kind))).Select(type => type.Name).ShouldBeEmpty();
    }

    [Fact]
    public void A_type_without_rules_is_refused_by_name() =>
        Should.Throw<NotSupportedException>(() => MessageRules.Check(new Capability(), Given.Limits, Given.Now)).Message.ShouldContain("'Capability' has no rules");

    [Fact]
    public void A_command_checked_without_the_time_is_a_mistake_of_the_caller() =>
        Should.Throw<InvalidOperationException>(() => MessageRules.Check(Given.Registration, Given.Limits));

    private static bool Is(Type type, string kind) => Summaries.GetValueOrDefault($"T:{type.FullName}", "").StartsWith(kind + ":", StringComparison.Ordinal);
}
