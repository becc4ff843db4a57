@echo off
rem sluice: starts the service, or runs one of its commands without starting it. See the script for other systems.
setlocal
set "HERE=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if "%~1"=="" goto serve
if "%~1"=="--" goto serve
if not "%~1"=="batch" goto client
for %%c in (list show pause resume cancel retry-failed -h --help -V --version) do if "%~2"=="%%c" goto client
:serve
"%JAVA%" %JAVA_OPTS% -jar "%HERE%\quarkus-run.jar" %*
exit /b %ERRORLEVEL%
:client
rem Java 19 and later make the class archive by themselves; earlier ones ignore the option. "off" is for none.
if not defined SLUICE_CACHE if defined LOCALAPPDATA set "SLUICE_CACHE=%LOCALAPPDATA%\sluice"
if not defined SLUICE_CACHE set "SLUICE_CACHE=off"
set "ARCHIVE="
if /i "%SLUICE_CACHE%"=="off" goto classes
if not exist "%SLUICE_CACHE%\" mkdir "%SLUICE_CACHE%" 2>nul
set ARCHIVE=-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%SLUICE_CACHE%\client.jsa"
:classes
set "CP="
for %%j in ("%HERE%\app\*.jar" "%HERE%\lib\main\info.picocli.picocli-*.jar" "%HERE%\lib\main\com.fasterxml.jackson.core.jackson-*.jar") do call :add "%%~fj"
if not defined CP (
  echo sluice: no application of Sluice in "%HERE%" 1>&2
  exit /b 1
)
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -XX:+IgnoreUnrecognizedVMOptions %ARCHIVE% %SLUICE_JAVA_OPTS% -cp "%CP%" dev.sluice.adapter.cli.Main %*
exit /b %ERRORLEVEL%
:add
if defined CP (set "CP=%CP%;%~1") else set "CP=%~1"
exit /b
