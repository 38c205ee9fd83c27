return await Pulumi.Deployment.RunAsync<Infra.Stacks.ObservabilityStack>();
