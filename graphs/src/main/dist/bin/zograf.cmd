@echo off
rem Starts Zograf from its distribution: bin\zograf.cmd beside lib\ and plugins\.
rem   JAVA_HOME         the Java to use (17 or newer); otherwise the one on the PATH
rem   ZOGRAF_JAVA_OPTS  further options for it, such as -Xmx8g
setlocal
for %%I in ("%~dp0..") do set "ZOGRAF_DIST=%%~fI"

set "ZOGRAF_JAVA=java"
if not "%JAVA_HOME%"=="" set "ZOGRAF_JAVA=%JAVA_HOME%\bin\java.exe"
if not "%JAVA_HOME%"=="" if not exist "%ZOGRAF_JAVA%" (
  echo zograf: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it. Set it to a JDK 17 or newer, or unset it. 1>&2
  exit /b 2
)
if "%JAVA_HOME%"=="" (
  where java >nul 2>nul
  if errorlevel 1 (
    echo zograf: no Java found. Install a JDK 17 or newer and put it on the PATH, or set JAVA_HOME. 1>&2
    exit /b 2
  )
)

set "ZOGRAF_VERSION="
for /f "tokens=3" %%V in ('""%ZOGRAF_JAVA%" -version 2^>^&1 ^| findstr /c:" version ""') do if not defined ZOGRAF_VERSION set "ZOGRAF_VERSION=%%~V"
set "ZOGRAF_MAJOR=0"
for /f "delims=.-+ " %%M in ("%ZOGRAF_VERSION%") do set "ZOGRAF_MAJOR=%%M"
if %ZOGRAF_MAJOR% LSS 17 (
  echo zograf: Java 17 or newer is needed, but this one is "%ZOGRAF_VERSION%". Set JAVA_HOME to a newer one. 1>&2
  exit /b 2
)
set "ZOGRAF_NATIVE="
if %ZOGRAF_MAJOR% GEQ 22 set "ZOGRAF_NATIVE=--enable-native-access=ALL-UNNAMED"

rem The bot for chats is a program of its own, whose libraries come before those that it shares.
if "%~1"=="chat" goto chat

rem A server begins with a small heap, which grows as it needs.
set "ZOGRAF_HEAP="
if "%~1"=="serve" set "ZOGRAF_HEAP=-Xms64m"

"%ZOGRAF_JAVA%" -XX:+UseSerialGC -Xmn48m -XX:MarkSweepAlwaysCompactCount=1 %ZOGRAF_HEAP% -XX:TieredStopAtLevel=1 -Xshare:auto -Xlog:disable -Xlog:all=error:stderr -Djava.awt.headless=true %ZOGRAF_NATIVE% %ZOGRAF_JAVA_OPTS% -cp "%ZOGRAF_DIST%\lib\*" "-Dzograf.home=%ZOGRAF_DIST%" dev.zograf.cli.ZografCommand %*
exit /b %ERRORLEVEL%

:chat
if not exist "%ZOGRAF_DIST%\chat" (
  echo zograf: this distribution has no folder chat, so it has no bot. 1>&2
  exit /b 2
)
"%ZOGRAF_JAVA%" -Djava.awt.headless=true %ZOGRAF_NATIVE% %ZOGRAF_JAVA_OPTS% "-Dzograf.home=%ZOGRAF_DIST%" -cp "%ZOGRAF_DIST%\chat\*;%ZOGRAF_DIST%\lib\*" dev.zograf.contrib.chat.app.ChatBot %2 %3
exit /b %ERRORLEVEL%
