using AgentRegistry.Hosting.Startup;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Startup;

public class CommandLineTests
{
    private static readonly ProcessDescription About = new("registry", "a process.", "http://127.0.0.1:8009", HasDataFolder: true);

    [Fact]
    public void Without_arguments_nothing_is_set()
    {
        var line = Parse()!;

        (line.Urls, line.HealthCheck, line.ShowHelp, line.Settings.Count).ShouldBe((null, null, false, 0));
    }

    [Fact]
    public void Option_values_follow_a_space_or_an_equals_sign()
    {
        foreach (var line in new[]
        {
            Parse("--urls", "http://[::1]:1", "--data", "/tmp/a=b", "--Limits:Name", "5")!,
            Parse("--urls=http://[::1]:1", "--data=/tmp/a=b", "--Limits:Name=5")!,
        })
        {
            line.Urls.ShouldBe("http://[::1]:1");
            line.Settings.ShouldBe(new Dictionary<string, string?> { ["Data:Folder"] = "/tmp/a=b", ["Limits:Name"] = "5" }, ignoreOrder: true);
        }
    }

    [Fact]
    public void Health_check_requests_the_given_address() => Parse("--health-check", "http://127.0.0.1:8009/ready")!.HealthCheck.ShouldBe(new Uri("http://127.0.0.1:8009/ready"));

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_is_given_when_asked_for_and_names_every_option(string option)
    {
        Parse(option)!.ShowHelp.ShouldBeTrue();

        foreach (var part in new[] { "--urls", "--data", "--health-check", "--help", "ConnectionStrings__Postgres", "http://127.0.0.1:8009" })
        {
            CommandLine.Help(About).ShouldContain(part);
        }
    }

    [Theory]
    [InlineData("--port", "1")]
    [InlineData("serve")]
    [InlineData("--urls")]
    [InlineData("--data")]
    [InlineData("--Limits:Name")]
    [InlineData("--health-check")]
    [InlineData("--health-check", "somewhere")]
    [InlineData("--health-check", "/ready")]
    [InlineData("--health-check", "ftp://host/")]
    [InlineData("-Limits:Name", "5")]
    public void Unknown_option_or_missing_value_is_refused(params string[] arguments) => Parse(arguments).ShouldBeNull();

    [Fact]
    public void Data_option_is_unknown_to_a_process_without_a_data_folder()
    {
        var about = About with { HasDataFolder = false };

        CommandLine.Parse(["--data", "/tmp"], about).ShouldBeNull();
        CommandLine.Help(about).ShouldNotContain("--data");
    }

    private static CommandLine? Parse(params string[] arguments) => CommandLine.Parse(arguments, About);
}
