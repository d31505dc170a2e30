using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace AgentRegistry.Contracts.Tests;

/// <summary>
/// What other programs, in other languages and of other versions, send and expect. A file of <c>Golden/</c> holds one message as
/// it is on the bus and as it is over HTTP. Adding to one is a new field; changing one breaks somebody.
/// </summary>
public class GoldenMessages
{
    public static TheoryData<string> Records => [.. WireForm.Records.Select(record => record.Name)];

    public static TheoryData<string> Enumerations => [.. WireForm.Enumerations.Select(enumeration => enumeration.Name)];

    [Fact]
    public void Every_record_of_the_wire_has_a_file_and_every_file_a_record() =>
        Directory.GetFiles(Golden.Folder, "*.json").Select(Path.GetFileNameWithoutExtension).ShouldBe(
            [.. WireForm.Records.Select(record => record.Name), "Enumerations"], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Records))]
    public void A_sample_sets_every_field(string name)
    {
        var sample = Samples.All[WireForm.Record(name)];
        var untouched = sample is Fault ? new Fault("", "") : Activator.CreateInstance(sample.GetType())!;

        foreach (var field in WireForm.Fields(sample.GetType()))
        {
            Text(field.GetValue(sample)).ShouldNotBe(Text(field.GetValue(untouched)), field.Name);
        }

        static string Text(object? value) => JsonSerializer.Serialize(value, WireForm.Bus);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_message_is_written_as_its_file_says(string name)
    {
        var sample = Samples.All[WireForm.Record(name)];

        Golden.Compare(name, new JsonObject { ["bus"] = WireForm.Write(sample, WireForm.Bus), ["http"] = WireForm.Write(sample, WireForm.Http) });
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_message_of_its_file_is_read_whole(string name)
    {
        var type = WireForm.Record(name);
        var expected = WireForm.Write(Samples.All[type], WireForm.Bus);

        foreach (var (form, text) in Golden.Forms(name))
        {
            var read = JsonSerializer.Deserialize(text, type, form)!;
            JsonNode.DeepEquals(WireForm.Write(read, WireForm.Bus), expected).ShouldBeTrue(text);
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Fields_that_nobody_knows_yet_are_ignored(string name)
    {
        var type = WireForm.Record(name);
        foreach (var (form, text) in Golden.Forms(name))
        {
            var newer = JsonNode.Parse(text)!.AsObject();
            newer["of_a_later_version"] = new JsonObject { ["deep"] = new JsonArray(1, null, "text") };

            var read = JsonSerializer.Deserialize(newer, type, form)!;

            JsonNode.DeepEquals(WireForm.Write(read, form), JsonNode.Parse(text)).ShouldBeTrue();
        }
    }

    [Fact]
    public void Enumerations_are_the_words_of_their_file() =>
        Golden.Compare("Enumerations", new JsonObject(WireForm.Enumerations.Select(enumeration => KeyValuePair.Create<string, JsonNode?>(
            enumeration.Name, new JsonArray([.. Enum.GetValues(enumeration).Cast<object>().Select(value => WireForm.Write(value, WireForm.Bus))])))));

    [Theory]
    [MemberData(nameof(Enumerations))]
    public void Enumerations_are_read_from_their_words_and_from_nothing_else(string name)
    {
        var type = WireForm.Enumerations.Single(enumeration => enumeration.Name == name);
        foreach (var form in new[] { WireForm.Bus, WireForm.Http })
        {
            foreach (var value in Enum.GetValues(type))
            {
                JsonSerializer.Deserialize(WireForm.Write(value, form), type, form).ShouldBe(value);
            }

            foreach (var nonsense in new[] { "0", "1", "\"0\"", "\"\"", "\"no_such_word\"", "true", "[]", "{}", "null" })
            {
                Should.Throw<JsonException>(() => JsonSerializer.Deserialize(nonsense, type, form), nonsense);
            }
        }
    }
}
