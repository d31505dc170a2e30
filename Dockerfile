# One image per program, chosen by target:
#   docker build --target query-api -t agent-registry-query-api .
# Targets: registry-worker, activity-worker, session-worker, query-api, and standalone (all in one, the default).

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /repository
COPY . .
# Standalone references every other program, so this restores them all, once for every target.
RUN dotnet restore src/Standalone

FROM build AS build-registry-worker
RUN dotnet publish src/RegistryWorker -c Release --no-restore -p:UseAppHost=false -o /program

FROM build AS build-activity-worker
RUN dotnet publish src/ActivityWorker -c Release --no-restore -p:UseAppHost=false -o /program

FROM build AS build-session-worker
RUN dotnet publish src/SessionWorker -c Release --no-restore -p:UseAppHost=false -o /program

FROM build AS build-query-api
RUN dotnet publish src/QueryApi -c Release --no-restore -p:UseAppHost=false -o /program

FROM build AS build-standalone
RUN dotnet publish src/Standalone -c Release --no-restore -p:UseAppHost=false -o /program

# What every program's image shares. It has neither a shell script nor curl in it: a program asks another of
# itself for its health.
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
WORKDIR /program
# By number, not by its name `app`: Kubernetes can then see for itself that it is not root.
USER $APP_UID

FROM runtime AS registry-worker
COPY --from=build-registry-worker /program .
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["dotnet", "AgentRegistry.RegistryWorker.dll", "--health-check", "http://127.0.0.1:8080/health"]
ENTRYPOINT ["dotnet", "AgentRegistry.RegistryWorker.dll"]

FROM runtime AS activity-worker
COPY --from=build-activity-worker /program .
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["dotnet", "AgentRegistry.ActivityWorker.dll", "--health-check", "http://127.0.0.1:8080/health"]
ENTRYPOINT ["dotnet", "AgentRegistry.ActivityWorker.dll"]

FROM runtime AS session-worker
COPY --from=build-session-worker /program .
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["dotnet", "AgentRegistry.SessionWorker.dll", "--health-check", "http://127.0.0.1:8080/health"]
ENTRYPOINT ["dotnet", "AgentRegistry.SessionWorker.dll"]

FROM runtime AS query-api
COPY --from=build-query-api /program .
ENV ASPNETCORE_URLS=http://+:8009
EXPOSE 8009
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["dotnet", "AgentRegistry.QueryApi.dll", "--health-check", "http://127.0.0.1:8009/health"]
ENTRYPOINT ["dotnet", "AgentRegistry.QueryApi.dll"]

FROM runtime AS standalone
COPY --from=build-standalone /program .
ENV ASPNETCORE_URLS=http://+:8009
EXPOSE 8009
# The folder belongs to the program's user before it becomes a volume; a new volume takes that over.
USER root
RUN mkdir /data && chown "$APP_UID:$APP_UID" /data
USER $APP_UID
VOLUME /data
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["dotnet", "AgentRegistry.Standalone.dll", "--health-check", "http://127.0.0.1:8009/health"]
ENTRYPOINT ["dotnet", "AgentRegistry.Standalone.dll", "--data", "/data"]
