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
rem Java 19 and later make the class archive by themselves; earlier ones ignore the option.
if not defined SLUICE_CACHE set "SLUICE_CACHE=%LOCALAPPDATA%\sluice"
if not exist "%SLUICE_CACHE%" mkdir "%SLUICE_CACHE%" 2>nul
setlocal enabledelayedexpansion
set "CP="
for %%j in ("%HERE%\app\*.jar" "%HERE%\lib\main\info.picocli.picocli-*.jar" "%HERE%\lib\main\com.fasterxml.jackson.core.jackson-*.jar") do set "CP=!CP!;%%~fj"
set "CP=!CP:~1!"
endlocal & set "CP=%CP%"
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -XX:+IgnoreUnrecognizedVMOptions -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%SLUICE_CACHE%\client.jsa" %SLUICE_JAVA_OPTS% -cp "%CP%" dev.sluice.adapter.cli.Main %*
exit /b %ERRORLEVEL%
