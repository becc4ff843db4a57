@echo off
rem Runs Maven 3.9 or newer, with the arguments as given and in the caller's directory.
rem The twin of ./mvnw, which says in which order it looks for one; the order here is the same.
rem Needs what Windows 10 (1803) and newer have: curl.exe, tar.exe and certutil.exe.
setlocal EnableExtensions DisableDelayedExpansion
set "tmp_dir="

if defined JAVA_HOME goto java_home
where java >nul 2>nul && goto java_found
set "why=no java: put a JDK on the PATH, or set JAVA_HOME to one"
goto die
:java_home
if exist "%JAVA_HOME%\bin\java.exe" goto java_found
set "why=no java: JAVA_HOME is %JAVA_HOME%, which has no bin\java.exe"
goto die
:java_found

rem 1. The mvn on the PATH, if it is 3.9 or newer.
set "on_path="
set "major=0"
set "minor=0"
where mvn >nul 2>nul || goto pinned
for /f "tokens=3" %%v in ('mvn --version ^<nul 2^>nul ^| findstr /c:"Apache Maven"') do set "on_path=%%v"
for /f "tokens=1,2 delims=.-" %%a in ("%on_path%") do set "major=%%a" & set "minor=%%b"
set "run=mvn"
if %major% GEQ 4 goto run
if %major% EQU 3 if %minor% GEQ 9 goto run

rem 2. The pinned Maven, if an earlier run has put it into the cache.
:pinned
set "version="
set "sha512="
set "properties=%~dp0.mvn\wrapper\maven-wrapper.properties"
if not exist "%properties%" goto no_pin
for /f "usebackq tokens=1,2 delims==" %%a in ("%properties%") do (
  if "%%a"=="mavenVersion" set "version=%%b"
  if "%%a"=="distributionSha512Sum" set "sha512=%%b"
)
if not defined version goto no_pin
if not defined sha512 goto no_pin
set "zip=apache-maven-%version%-bin.zip"
set "dists=%USERPROFILE%\.m2\wrapper\dists"
if defined MAVEN_USER_HOME set "dists=%MAVEN_USER_HOME%\wrapper\dists"
set "cache=%dists%\apache-maven-%version%-%sha512:~0,12%"
set "run=%cache%\apache-maven-%version%\bin\mvn.cmd"
if exist "%run%" goto run

set "tmp_dir=%dists%\.fetch.%RANDOM%%RANDOM%"
mkdir "%tmp_dir%" 2>nul
if exist "%tmp_dir%\" goto by_name
set "why=cannot write to %dists%"
goto die

rem 3. An older mvn on the PATH fetches the pinned Maven by its name.
:by_name
if not defined on_path goto download
setlocal
set "MAVEN_BASEDIR=%tmp_dir%"
pushd "%tmp_dir%"
call mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy "-Dartifact=org.apache.maven:apache-maven:%version%:zip:bin" "-DoutputDirectory=%tmp_dir%" <nul >nul 2>nul
popd
endlocal
if exist "%tmp_dir%\%zip%" goto verify

rem 4. curl downloads it.
:download
set "url=https://archive.apache.org/dist/maven/maven-%version:~0,1%/%version%/binaries/%zip%"
if defined MVNW_REPOURL set "url=%MVNW_REPOURL%/org/apache/maven/apache-maven/%version%/%zip%"
set "curl=%SystemRoot%\System32\curl.exe"
set "why=Maven %version% is needed and cannot be downloaded: there is no curl.exe"
if not exist "%curl%" goto die
set "why=could not download %zip% from MVNW_REPOURL or, without it, from the archive of Apache"
"%curl%" -fsL --connect-timeout 30 --speed-time 60 -o "%tmp_dir%\%zip%" "%url%" 2>nul || goto die

:verify
set "actual="
for /f "delims=" %%h in ('certutil -hashfile "%tmp_dir%\%zip%" SHA512 ^| findstr /v ":"') do set "actual=%%h"
set "why=refused %zip%: its SHA-512 is %actual%, the pinned one is %sha512%"
if /i not "%actual%"=="%sha512%" goto die

set "why=could not unpack %zip%"
"%SystemRoot%\System32\tar.exe" -xf "%tmp_dir%\%zip%" -C "%tmp_dir%" 2>nul || goto die
set "why=cannot put Maven %version% into %cache%"
mkdir "%cache%" 2>nul
rem Where a run at the same time was first, this fails and its Maven is used.
move "%tmp_dir%\apache-maven-%version%" "%cache%\" >nul 2>nul
if not exist "%run%" goto die
rmdir /s /q "%tmp_dir%" 2>nul

rem Without "call", so that the arguments are not parsed twice and Maven's exit code is this one's;
rem after "endlocal", so that Maven does not see the variables set here.
:run
endlocal & "%run%" %*

:no_pin
set "why=no mavenVersion and distributionSha512Sum in %properties%"

:die
if defined tmp_dir if exist "%tmp_dir%\" rmdir /s /q "%tmp_dir%" 2>nul
setlocal EnableDelayedExpansion
>&2 echo mvnw: !why!
exit /b 1
