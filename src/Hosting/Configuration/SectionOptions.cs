using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentRegistry.Hosting.Configuration;

/// <summary>
/// Options from a section of the configuration, checked when the process starts. Every fault is named at once, with its key:
/// a value that cannot be read, one that is out of bounds, a key that does not exist.
/// </summary>
public static class SectionOptions
{
    /// <summary>Adds options as a plain singleton.</summary>
    /// <typeparam name="T">The options, with their defaults in the properties.</typeparam>
    public static IServiceCollection AddSection<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class, new()
    {
        var faults = new List<string>();
        services.AddOptions<T>().Configure(options => Bind(options, configuration.GetSection(section), faults)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new Validator<T>(section, faults));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
        return services;
    }

    private static void Bind<T>(T options, IConfigurationSection section, List<string> faults)
    {
        var properties = typeof(T).GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.GetChildren())
        {
            if (!properties.TryGetValue(setting.Key, out var property))
            {
                faults.Add($"{setting.Path} is no setting; there are {string.Join(", ", properties.Keys.Order(StringComparer.Ordinal))}");
            }
            else if (!TrySet(options, property, setting.Value))
            {
                faults.Add($"{setting.Path} is '{setting.Value}', which is no {property.PropertyType.Name}");
            }
        }
    }

    private static bool TrySet<T>(T options, PropertyInfo property, string? value)
    {
        // The converters throw what they please for text that they cannot read.
        try
        {
            property.SetValue(options, TypeDescriptor.GetConverter(property.PropertyType).ConvertFromString(null, CultureInfo.InvariantCulture, value ?? ""));
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private sealed class Validator<T>(string section, List<string> faults) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var results = new List<ValidationResult>();
            System.ComponentModel.DataAnnotations.Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
            var all = faults
                .Concat(results.Select(result => $"{section}:{string.Join(',', result.MemberNames)}: {result.ErrorMessage}"))
                .ToList();
            return all.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(all);
        }
    }
}
