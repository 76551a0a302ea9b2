"""The permissions on a function are together larger than its policy may be.

Each permission is declared by itself, and all of them are statements of one policy, which may have
20,480 bytes. The permission with which it grows too large is refused. One permission for all routes of
an API takes the place of many.

```yaml bad
Transform: AWS::LanguageExtensions
Resources:
  Api:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      Role: arn:aws:iam::111122223333:role/app
      Code: {ZipFile: ""}
  Fn::ForEach::Routes:
    - Route
    - [
        A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, B0, B1, B2, B3, B4, B5, B6, B7, B8, B9,
        C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, D0, D1, D2, D3, D4, D5, D6, D7, D8, D9,
        E0, E1, E2, E3, E4, E5, E6, E7, E8, E9, F0, F1, F2, F3, F4, F5, F6, F7, F8, F9,
        G0, G1, G2, G3, G4, G5, G6, G7, G8, G9, H0, H1, H2, H3, H4, H5, H6, H7, H8, H9
      ]
    - May${Route}:
        Type: AWS::Lambda::Permission
        Properties:
          FunctionName: !Ref Api
          Action: lambda:InvokeFunction
          Principal: apigateway.amazonaws.com
          SourceArn: !Sub arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:a1b2c3d4e5/*/GET/reports/${Route}
```

```yaml good
Transform: AWS::LanguageExtensions
Resources:
  Api:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      Role: arn:aws:iam::111122223333:role/app
      Code: {ZipFile: ""}
  Fn::ForEach::Routes:
    - Route
    - [A0, A1]
    - May${Route}:
        Type: AWS::Lambda::Permission
        Properties:
          FunctionName: !Ref Api
          Action: lambda:InvokeFunction
          Principal: apigateway.amazonaws.com
          SourceArn: !Sub arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:a1b2c3d4e5/*/GET/${Route}/*
```

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from collections.abc import Iterator

from iamlint import Estate, Hit, rule


@rule(severity="error", since="0.1.0")
def check(estate: Estate) -> Iterator[Hit]:
    for over in estate.sums.of_permissions():
        yield Hit(
            over.places[-1],
            f"the {len(over.places)} permissions on {over.holder} have {over.number:,} "
            f"{over.unit} together: AWS allows {over.limit:,}",
            also=[(place, "counted with it") for place in over.places[:3]],
            key=over.holder,
        )
