using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using AgentRegistry.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using Shouldly;
using Xunit;

namespace AgentRegistry.GeneratedClients;

/// <summary>Clients that NSwag, Kiota and openapi-typescript generate compile, register an agent, log an activity, list and route.</summary>
public sealed class GeneratedClientTests(RunningRegistry registry) : IClassFixture<RunningRegistry>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string Tools = Path.Combine(Checkout.Root, "eng", "openapi-tools");

    [Fact]
    public async Task NSwag_client_works()
    {
        var generator = new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(registry.Document), new CSharpClientGeneratorSettings
        {
            ClassName = "RegistryClient",
            CSharpGeneratorSettings =
            {
                Namespace = "NSwagClient",
                JsonLibrary = NJsonSchema.CodeGeneration.CSharp.CSharpJsonLibrary.SystemTextJson,

                // Without it, an optional number that was not set would be sent as 0.
                GenerateOptionalPropertiesAsNullable = true,
            },
        });
        (await RunAsync("NSwag", [generator.GenerateFile()])).ShouldBe("nswag True True True");
    }

    [Fact]
    public async Task Kiota_client_works()
    {
        var output = Path.Combine(registry.Folder, "kiota");
        await ExecuteAsync(
            "dotnet", Checkout.Root, "kiota", "generate", "--language", "CSharp", "--openapi", registry.DocumentFile, "--class-name", "RegistryClient",
            "--namespace-name", "KiotaClient", "--output", output, "--log-level", "Error");
        (await RunAsync("Kiota", Directory.EnumerateFiles(output, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText))).ShouldBe("kiota True True True");
    }

    [Fact]
    public async Task TypeScript_client_works()
    {
        // Beside the tools, whose packages it imports.
        var folder = Directory.CreateDirectory(Path.Combine(Tools, "node_modules", ".scenario")).FullName;
        File.Copy(Scenario("scenario.ts"), Path.Combine(folder, "scenario.ts"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "type": "module" }""");
        await ExecuteAsync("node", Tools, Bin("openapi-typescript/bin/cli.js"), registry.DocumentFile, "--output", Path.Combine(folder, "api.ts"));
        await ExecuteAsync(
            "node", folder, Bin("typescript/bin/tsc"), "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--types", "node", "scenario.ts");
        (await ExecuteAsync("node", folder, "scenario.js", registry.Address)).Trim().ShouldBe("typescript true true true");
    }

    [Fact]
    public async Task Redocly_finds_no_error() =>
        await ExecuteAsync("node", Tools, Bin("@redocly/cli/bin/cli.js"), "lint", registry.DocumentFile);

    private async Task<string> RunAsync(string name, IEnumerable<string> sources)
    {
        var compilation = CSharpCompilation.Create(
            name,
            sources.Append(await File.ReadAllTextAsync(Scenario(name + ".cs"))).Select(text => CSharpSyntaxTree.ParseText(text)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        image.Position = 0;
        var scenario = AssemblyLoadContext.Default.LoadFromStream(image).GetType("Scenario")!.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Static)!;
        return await ((Task<string>)scenario.Invoke(null, [registry.Address])!).WaitAsync(Limit);
    }

    private static string Scenario(string file) => Path.Combine(AppContext.BaseDirectory, "Scenarios", file);

    private static string Bin(string path) => Path.Combine(Tools, "node_modules", path);

    private static async Task<string> ExecuteAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

        // Neither asks for a newer version of itself.
        start.Environment["KIOTA_OFFLINE_ENABLED"] = "true";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        await using var kill = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await errors}");
        return await output;
    }
}

/// <summary>An embedded registry, and its OpenAPI document.</summary>
public sealed class RunningRegistry : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-registry-clients.");
    private RegistryProgram? _program;

    public string Folder => _folder.FullName;

    public string Address => _program!.Address.GetLeftPart(UriPartial.Authority);

    public string Document { get; private set; } = "";

    public string DocumentFile => Path.Combine(Folder, "openapi.json");

    public async ValueTask InitializeAsync()
    {
        _program = RegistryProgram.Start("Standalone", null, "--data", Path.Combine(Folder, "data"));
        await _program.ReadyAsync();
        using var http = new HttpClient { BaseAddress = _program.Address };
        Document = await http.GetStringAsync("/openapi/v1.json");
        await File.WriteAllTextAsync(DocumentFile, Document);
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
