@echo off
rem sluice: starts the service, or runs one of its commands without starting it. See the script for other systems.
setlocal
for %%h in ("%~dp0..") do set "HERE=%%~fh"
set "JAVA="
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if not defined JAVA for %%j in (java.exe) do set "JAVA=%%~$PATH:j"
if not defined JAVA set "JAVA=java"
if "%~1"=="" goto serve
if "%~1"=="--" goto serve
if "%~1"=="start-cache" if "%~2"=="" goto record
if not "%~1"=="batch" goto client
for %%c in (list show pause resume cancel retry-failed -h --help -V --version) do if "%~2"=="%%c" goto client

:serve
call :find
"%JAVA%" %START% %JAVA_OPTS% -jar "%HERE%\quarkus-run.jar" %*
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

rem Sets CACHE to the start cache of this Java, and the options that read and record it; to nothing if the Java is not known.
:place
set "CACHE="
set "VERSION="
for %%j in ("%JAVA%") do set "RELEASE=%%~dpj..\release"
if not exist "%RELEASE%" exit /b
for /f "tokens=2 delims==" %%v in ('findstr /b /l "JAVA_VERSION=" "%RELEASE%"') do set "VERSION=%%~v"
for /f "tokens=2 delims==" %%v in ('findstr /b /l "JAVA_RUNTIME_VERSION=" "%RELEASE%"') do set "VERSION=%%~v"
if not defined VERSION exit /b
set "MAJOR=0"
for /f "delims=.+-" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% lss 17 exit /b
set "CACHE=%HERE%\cache\start-java%VERSION%.jsa"
set "READ=-XX:SharedArchiveFile"
set "RECORD=-XX:ArchiveClassesAtExit"
set "QUIET=-Xlog:cds*=off"
if %MAJOR% lss 25 exit /b
set "CACHE=%HERE%\cache\start-java%VERSION%.aot"
set "READ=-XX:AOTCache"
set "RECORD=-XX:AOTCacheOutput"
set "QUIET=-Xlog:aot*=off"
exit /b

rem Sets START to the options for the start cache. The JVM ignores a cache of another application or of changed jars, but
rem does not survive one that has lost its end, so the size is checked. Options for another archive come first.
:find
set "START="
if /i "%SLUICE_CACHE%"=="off" exit /b
(set JAVA_OPTS & set JAVA_TOOL_OPTIONS & set JDK_JAVA_OPTIONS) 2>nul | findstr /l "-XX:SharedArchiveFile= -XX:AOT -XX:ArchiveClassesAtExit= -XX:+AutoCreateSharedArchive -Xshare:" >nul && exit /b
call :place
if not defined CACHE exit /b
if not exist "%CACHE%" exit /b
if not exist "%CACHE%.size" exit /b
set "SIZE="
set /p SIZE=<"%CACHE%.size"
for %%f in ("%CACHE%") do if not "%%~zf"=="%SIZE%" exit /b
set START="%READ%=%CACHE%" %QUIET%
exit /b

:record
call :place
if not defined CACHE (
  echo sluice: a start cache needs a Java of a known version, 17 or later 1>&2
  exit /b 1
)
set "FRESH=%CACHE%.%RANDOM%"
set "WORK=%FRESH%.work"
mkdir "%WORK%" || goto unwritable
rem No settings of the environment: they may name databases.
for %%p in (SLUICE_ QUARKUS_ SMALLRYE_ MP_ JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS) do for /f "delims==" %%v in ('set %%p 2^>nul') do set "%%v="
pushd "%WORK%"
"%JAVA%" "%RECORD%=%FRESH%" "-Duser.home=%WORK%" "-Djava.io.tmpdir=%WORK%" -jar "%HERE%\quarkus-run.jar" rehearse-start >"%WORK%.log" 2>&1
set "CODE=%ERRORLEVEL%"
popd
rmdir /s /q "%WORK%"
if not "%CODE%"=="0" goto unrehearsed
if not exist "%FRESH%" goto unrehearsed
if exist "%CACHE%.size" del "%CACHE%.size"
move /y "%FRESH%" "%CACHE%" >nul || goto unwritable
for %%f in ("%CACHE%") do >"%CACHE%.size" echo %%~zf
del "%WORK%.log"
echo sluice: made %CACHE%
exit /b 0
:unrehearsed
if exist "%FRESH%" del "%FRESH%"
echo sluice: the rehearsal of the start has failed, see %WORK%.log 1>&2
exit /b 1
:unwritable
echo sluice: cannot write %HERE%\cache 1>&2
exit /b 1
