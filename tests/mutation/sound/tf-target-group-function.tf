# A load balancer calls a function.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_lb_target_group" "worker" {
  name        = "worker"
  target_type = "lambda"
}

resource "aws_lb_target_group_attachment" "worker" {
  target_group_arn = aws_lb_target_group.worker.arn
  target_id        = aws_lambda_function.worker.arn
  depends_on       = [aws_lambda_permission.balancer]
}

resource "aws_lambda_permission" "balancer" {
  function_name = aws_lambda_function.worker.function_name
  action        = "lambda:InvokeFunction"
  principal     = "elasticloadbalancing.amazonaws.com"
  source_arn    = aws_lb_target_group.worker.arn
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  runtime       = "python3.13"
  handler       = "index.handler"
  filename      = "worker.zip"
}

resource "aws_iam_role" "worker" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

