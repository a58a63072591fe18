FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# Packages change less often than code: they are a layer of their own.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Aimi/Aimi.csproj src/Aimi/packages.lock.json src/Aimi/
RUN dotnet restore src/Aimi --locked-mode
COPY src/Aimi/ src/Aimi/
RUN dotnet publish src/Aimi -c Release --no-restore -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
RUN install -d -o app -g app /data
USER $APP_UID
ENV AIMI__Address=0.0.0.0 AIMI__Data=/data
EXPOSE 8080
VOLUME /data
HEALTHCHECK --start-period=60s CMD ["dotnet", "Aimi.dll", "health"]
ENTRYPOINT ["dotnet", "Aimi.dll"]
CMD ["serve"]
