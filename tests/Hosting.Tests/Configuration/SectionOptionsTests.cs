using System.ComponentModel.DataAnnotations;
using AgentRegistry.Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Configuration;

public class SectionOptionsTests
{
    [Fact]
    public void Missing_keys_have_defaults_and_key_case_is_ignored()
    {
        var options = With(("Sample:COUNT", "7"), ("sample:Pause", "00:00:03"), ("Sample:Name", "x"), ("Sample:IsOn", "true"), ("Other:Thing", "1")).GetRequiredService<SampleOptions>();

        (options.Count, options.Pause, options.Name, options.IsOn, options.Share).ShouldBe((7, TimeSpan.FromSeconds(3), "x", true, 0.5));
    }

    [Fact]
    public void All_invalid_settings_are_reported_at_once_with_their_keys()
    {
        var failures = Should.Throw<OptionsValidationException>(() => With(
            ("Sample:Count", "1000"), ("Sample:Pause", "soon"), ("Sample:Cuont", "1"), ("Sample:Share", "half"), ("Sample:Name", "much too long")).GetRequiredService<SampleOptions>())
            .Failures.ToList();

        failures.Count.ShouldBe(5);
        foreach (var key in new[] { "Sample:Count", "Sample:Pause", "Sample:Cuont", "Sample:Share", "Sample:Name" })
        {
            failures.ShouldContain(failure => failure.StartsWith(key, StringComparison.Ordinal), key);
        }

        failures.ShouldContain("Sample:Pause is 'soon', which is no TimeSpan");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("one")]
    public void Unreadable_value_is_an_error_and_not_the_default(string value) =>
        Should.Throw<OptionsValidationException>(() => With(("Sample:Count", value)).GetRequiredService<SampleOptions>()).Failures.ShouldHaveSingleItem().ShouldStartWith("Sample:Count");

    [Fact]
    public void Section_in_place_of_a_value_is_an_error() =>
        Should.Throw<OptionsValidationException>(() => With(("Sample:Count:Most", "1")).GetRequiredService<SampleOptions>()).Failures.ShouldHaveSingleItem().ShouldStartWith("Sample:Count");

    [Fact]
    public void Invalid_setting_fails_the_start() =>
        Should.Throw<OptionsValidationException>(() => With(("Sample:Count", "0")).GetRequiredService<IStartupValidator>().Validate());

    private static ServiceProvider With(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSection<SampleOptions>(
            new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build(), "Sample")
        .BuildServiceProvider();
}

internal sealed class SampleOptions
{
    [Range(1, 100)]
    public int Count { get; set; } = 10;

    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    [Range(0.0, 1.0)]
    public double Share { get; set; } = 0.5;

    [StringLength(5)]
    public string Name { get; set; } = "none";

    public bool IsOn { get; set; }
}
