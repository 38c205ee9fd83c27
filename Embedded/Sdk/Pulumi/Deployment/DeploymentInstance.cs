using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What a program can ask of the deployment that it is part of.</summary>
public sealed class DeploymentInstance
{
    internal DeploymentInstance(Deployment deployment) => Deployment = deployment;

    public string OrganizationName => Deployment.Settings.Organization;

    public string ProjectName => Deployment.Settings.Project;

    public string StackName => Deployment.Settings.Stack;

    public string RootDirectory => Deployment.Settings.RootDirectory
        ?? throw new InvalidOperationException("The engine did not say which folder the project is in; use a newer one.");

    /// <summary>Whether this is a preview.</summary>
    public bool IsDryRun => Deployment.Settings.IsDryRun;

    internal Deployment Deployment { get; }

    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => Deployment.Invoker.Invoke<T>(token, args, options);

    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options)
        => Deployment.Invoker.Invoke<T>(token, args, options);

    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => Deployment.Invoker.Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(values => values.Values.First());

    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options)
        => Deployment.Invoker.Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(values => values.Values.First());

    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null)
        => Deployment.Invoker.InvokeAsync<object>(token, args, options);

    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => Deployment.Invoker.InvokeAsync<T>(token, args, options);

    public async Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => (await Deployment.Invoker.InvokeAsync<ImmutableDictionary<string, T>>(token, args, options).ConfigureAwait(false)).Values.First();
}
